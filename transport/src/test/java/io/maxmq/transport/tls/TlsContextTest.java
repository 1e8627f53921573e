package io.maxmq.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that are right, and what is said of those that are not.
 */
class TlsContextTest
{
    @TempDir
    private Path folder;

    private Path file(final String name)
    {
        return TestCertificates.copy(name, folder);
    }

    private static TlsSettings settings(
        final List<Path> certificates, final List<Path> keys, final String password, final Path keystore)
    {
        return new TlsSettings(certificates, keys, password, keystore, password, null,
            TlsSettings.ClientCertificate.NONE, null, List.of("TLSv1.3"), List.of(), List.of());
    }

    private String failure(final TlsSettings settings)
    {
        return assertThrows(TlsException.class, () -> new TlsContext(settings)).getMessage();
    }

    private String failureOfKey(final Path key, final String password)
    {
        return failure(settings(List.of(file("server.pem")), List.of(key), password, null));
    }

    @ParameterizedTest
    @CsvSource({
        "server-encrypted.key,, tell its password", "server-encrypted.key,wrong, the password does not fit",
        "other.key,, does not belong to the certificate", "ca.pem,, holds no private key"})
    void shouldSayWhatIsWrongWithAKey(final String key, final String password, final String expected)
    {
        final String message = failureOfKey(file(key), password);
        assertTrue(message.contains(expected), message);
    }

    @Test
    void shouldSayWhatIsWrongWithFiles() throws IOException
    {
        assertTrue(failureOfKey(folder.resolve("absent"), null).contains("there is no such file"));
        final Path text = Files.writeString(folder.resolve("text"), "not PEM");
        assertTrue(failureOfKey(text, null).contains("is not a PEM file"));
        final Path damaged = Files.writeString(folder.resolve("damaged"),
            "-----BEGIN RSA PRIVATE KEY-----\nMAMCAQA=\n-----END RSA PRIVATE KEY-----\n");
        assertTrue(failureOfKey(damaged, null).contains("is damaged"));
        final Path old = Files.writeString(folder.resolve("old"), "-----BEGIN RSA PRIVATE KEY-----\n" +
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nMAMCAQA=\n-----END RSA PRIVATE KEY-----\n");
        assertTrue(failureOfKey(old, null).contains("openssl pkcs8"));
        assertTrue(failure(settings(List.of(file("server.key")), List.of(), null, null)).contains("no certificate"));
        assertTrue(failure(settings(List.of(file("server.pem")), List.of(file("server.key"), file("other.key")), null,
            null)).contains("1 certificates and 2 keys"));
        assertTrue(failure(settings(List.of(), List.of(), "wrong", file("server.p12"))).contains("password"));
    }

    @Test
    void shouldNameTheCipherSuitesThatThereAre()
    {
        final TlsSettings settings = new TlsSettings(List.of(file("server.pem")), List.of(file("server.key")), null,
            null, null, null, TlsSettings.ClientCertificate.NONE, null, List.of("TLSv1.3"), List.of("RC4"), List.of());
        final String message = failure(settings);
        assertTrue(message.contains("RC4") && message.contains("TLS_AES_128_GCM_SHA256"), message);
    }

    @Test
    void shouldReadKeyAndCertificateFromOneFile() throws IOException
    {
        final Path both = folder.resolve("both.pem");
        Files.writeString(both, Files.readString(file("other.key")) + Files.readString(file("other.pem")));
        new TlsContext(settings(List.of(both), List.of(), null, null));
    }

    @Test
    void shouldNoticeChangedFilesOnce() throws IOException
    {
        final Path certificate = file("server.pem");
        final TlsContext context =
            new TlsContext(settings(List.of(certificate), List.of(file("server.key")), null, null));
        assertFalse(context.reloadIfChanged());
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(1_000_000));
        assertTrue(context.reloadIfChanged());
        assertFalse(context.reloadIfChanged());
        Files.writeString(certificate, "damaged");
        assertThrows(TlsException.class, context::reloadIfChanged);
        assertFalse(context.reloadIfChanged());
        assertEquals("TLSv1.3", Arrays.toString(context.newEngine().getEnabledProtocols()).replaceAll("[\\[\\]]", ""));
    }

    @Test
    void shouldKeepPasswordsOutOfTexts()
    {
        assertFalse(settings(List.of(), List.of(), "secret", file("server.p12")).toString().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example,a.example,true", "a.example,b.example,false", "*.example,a.example,true",
        "*.example,a.b.example,false", "*.example,example,false", "*.example,.example,false"})
    void shouldCoverNamesWithAStarForOneLabel(final String name, final String host, final boolean covered)
    {
        assertEquals(covered, NamedKeys.covers(name, host));
    }
}
