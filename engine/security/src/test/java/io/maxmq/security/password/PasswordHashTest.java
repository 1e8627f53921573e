package io.maxmq.security.password;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Hashes that are made here are verified here, and so are those that others made.
 */
class PasswordHashTest
{
    private static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String make(final String kind, final String password)
    {
        switch (kind)
        {
            case "argon2id":
                return PasswordHash.argon2id(utf8(password));

            case "bcrypt":
                return PasswordHash.bcrypt(utf8(password));

            default:
                return PasswordHash.scram(utf8(password));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"argon2id", "bcrypt", "scram"})
    void shouldVerifyWhatItMakes(final String kind)
    {
        final String hash = make(kind, "pässword: $x");

        assertDoesNotThrow(() -> PasswordHash.check(hash));
        assertTrue(PasswordHash.matches(utf8("pässword: $x"), hash));
        assertFalse(PasswordHash.matches(utf8("pässword: $y"), hash));
        assertFalse(PasswordHash.matches(new byte[0], hash));
        assertNotEquals(hash, make(kind, "pässword: $x"));
    }

    /** Made by mosquitto_passwd, by the C library's crypt, and by Argon2's reference implementation. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "secret1 $7$101$NnpwVQm6EzophUkz$a9xCRjCBPnaxYAadp1GAcN8KPpWGt0BiYiMyaYxEbqVq5IJb1e81F1b0w7SA" +
            "/GpX+ROek7IboGoNZofhUImsJg==",
        "secret2 $6$XcCPEowt4oy6wT7V$oKhxAKlFBsbmueCQgGyhJdKp7qUkyVDz4YeMWbRIntEnvpNljjLWSbyKX6kcV2f9gPQz1L1fk94q" +
            "UMxmRVqhSA==",
        "secret4 $2b$04$abcdefghijklmnopqrstuuXbH9m/LGoOSHoFrXMTlac2iq8HKNZjO",
        "password $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    })
    void shouldVerifyWhatOthersMade(final String password, final String hash)
    {
        assertDoesNotThrow(() -> PasswordHash.check(hash));
        assertTrue(PasswordHash.matches(utf8(password), hash));
        assertFalse(PasswordHash.matches(utf8(password + "x"), hash));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "x", "secret", "$", "$$$", "$9$a$b", "$6$c2FsdA==$", "$6$?$aGFzaA==", "$7$0$c2FsdA==$aGFzaA==",
        "$7$x$c2FsdA==$aGFzaA==", "$7$100000000$c2FsdA==$aGFzaA==", "$7$101$c2FsdA==", "$argon2id$v=19$m=8,t=1$YQ$YQ",
        "$argon2id$v=19$m=4000000,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=18$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "$2b$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcdef",
        "$2b$10$short", "$scram-sha-256$4096$c2FsdA==$YQ=="})
    void shouldRefuseOtherTextWithoutRepeatingIt(final String text)
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> PasswordHash.check(text)).getMessage();

        assertTrue(message.contains("maxmq passwd"), message);
        assertFalse(text.length() > 8 && message.contains(text), message);
    }

    @Test
    void shouldRefuseForBcryptWhatItWouldCut()
    {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.bcrypt(new byte[73]));
        assertFalse(PasswordHash.matches(new byte[73], PasswordHash.bcrypt(new byte[72])));
    }

    /** RFC 7914, section 11: PBKDF2 with HMAC-SHA-256. */
    @Test
    void shouldDeriveTheKeysOfTheStandard() throws Exception
    {
        final byte[] key = Pbkdf2.derive("HmacSHA256", utf8("passwd"), utf8("salt"), 1, 64);

        assertArrayEquals(HexFormat.of().parseHex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc" +
            "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"), key);
    }

    @Test
    void shouldKeepASecretAsText()
    {
        final ScramSecret secret = ScramSecret.of(utf8("pencil"), utf8("salt of it"), 4096);

        final ScramSecret read = ScramSecret.parse(secret.text());

        assertEquals(secret.text(), read.text());
        assertTrue(read.matches(utf8("pencil")));
        assertFalse(read.matches(utf8("pen")));
    }
}
