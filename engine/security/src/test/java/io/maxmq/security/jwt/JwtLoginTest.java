package io.maxmq.security.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tokens: whose, signed by whom, until when, and by which algorithm.
 */
class JwtLoginTest
{
    private static final long HOUR_MS = 3_600_000;
    private static final ClientInfo CLIENT = new ClientInfo(0, "c", "ignored", 5, "127.0.0.1:1", 0, "tcp", null);
    private static RSAKey rsa;
    private static ECKey ec;
    private static OctetSequenceKey hmac;

    @TempDir
    Path folder;
    private JwtLogin login;

    @BeforeAll
    static void makeKeys() throws JOSEException
    {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        hmac = new OctetSequenceKeyGenerator(256).keyID("h").generate();
    }

    @BeforeEach
    void readKeys() throws IOException
    {
        login = login("", "");
    }

    private JwtLogin login(final String issuer, final String audience) throws IOException
    {
        return new JwtLogin(keys(rsa.toPublicJWK(), ec.toPublicJWK(), hmac),
            new JwtLogin.Claims(issuer, audience, "sub", 0), null);
    }

    private Path keys(final JWK... keys) throws IOException
    {
        return Files.writeString(folder.resolve("jwks.json"), new JWKSet(List.of(keys)).toString(false));
    }

    private static JWTClaimsSet.Builder claims()
    {
        return new JWTClaimsSet.Builder().subject("alice").expirationTime(new Date(System.currentTimeMillis() + HOUR_MS));
    }

    private static byte[] token(final String kind, final JWTClaimsSet claims) throws JOSEException
    {
        switch (kind)
        {
            case "RS256":
                return sign(JWSAlgorithm.RS256, "r", new RSASSASigner(rsa), claims);

            case "PS384":
                return sign(JWSAlgorithm.PS384, "r", new RSASSASigner(rsa), claims);

            case "ES256":
                return sign(JWSAlgorithm.ES256, "e", new ECDSASigner(ec), claims);

            default:
                return sign(JWSAlgorithm.HS256, "h", new MACSigner(hmac), claims);
        }
    }

    private static byte[] sign(
        final JWSAlgorithm algorithm, final String keyId, final JWSSigner signer, final JWTClaimsSet claims)
        throws JOSEException
    {
        final SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        token.sign(signer);
        return token.serialize().getBytes(StandardCharsets.US_ASCII);
    }

    private Verdict verify(final byte[] token)
    {
        assertTrue(login.concerns(CLIENT, token));
        return login.verify(CLIENT, token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS384", "ES256", "HS256"})
    void shouldLetInTheUserOfAToken(final String kind) throws JOSEException
    {
        assertEquals(Verdict.accepted("alice"), verify(token(kind, claims().build())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "HS256"})
    void shouldRefuseATokenThatWasChanged(final String kind) throws JOSEException
    {
        final byte[] token = token(kind, claims().build());
        final int middle = new String(token, StandardCharsets.US_ASCII).indexOf('.') + 8;
        token[middle] = (byte)(token[middle] == 'A' ? 'B' : 'A');

        assertFalse(verify(token).kind() == Verdict.Kind.ACCEPTED);
    }

    @Test
    void shouldRefuseTokensThatHaveEndedOrHaveNoEndOrHaveNotBegun() throws JOSEException
    {
        final long nowMs = System.currentTimeMillis();

        assertEquals(Verdict.WRONG, verify(token("ES256", claims().expirationTime(new Date(nowMs - HOUR_MS)).build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().expirationTime(null).build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().notBeforeTime(new Date(nowMs + HOUR_MS)).build())));
    }

    @Test
    void shouldRefuseTokensWithoutAUser() throws JOSEException
    {
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().subject(null).build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().subject("").build())));
    }

    @Test
    void shouldHoldTokensToIssuerAndAudience() throws JOSEException, IOException
    {
        login = login("me", "mqtt");

        assertEquals(Verdict.accepted("alice"),
            verify(token("ES256", claims().issuer("me").audience(List.of("x", "mqtt")).build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().issuer("you").audience("mqtt").build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().issuer("me").audience("x").build())));
        assertEquals(Verdict.WRONG, verify(token("ES256", claims().build())));
    }

    @Test
    void shouldTakeNoPublicKeyForASecret() throws JOSEException
    {
        final byte[] secret = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertEquals(Verdict.WRONG, verify(sign(JWSAlgorithm.HS256, "r", new MACSigner(secret), claims().build())));
        final byte[] der = rsa.toRSAPublicKey().getEncoded();
        assertEquals(Verdict.WRONG, verify(sign(JWSAlgorithm.HS256, "r", new MACSigner(der), claims().build())));
    }

    @Test
    void shouldTakeNoTokenWithoutASignature()
    {
        final byte[] token = new PlainJWT(claims().build()).serialize().getBytes(StandardCharsets.US_ASCII);

        assertFalse(login.verify(CLIENT, token).kind() == Verdict.Kind.ACCEPTED);
    }

    @Test
    void shouldRefuseKeysThatItDoesNotHave() throws JOSEException
    {
        final ECKey other = new ECKeyGenerator(Curve.P_256).keyID("e").generate();

        assertEquals(Verdict.WRONG, verify(sign(JWSAlgorithm.ES256, "e", new ECDSASigner(other), claims().build())));
        assertEquals(Verdict.WRONG, verify(sign(JWSAlgorithm.ES256, "x", new ECDSASigner(other), claims().build())));
    }

    @Test
    void shouldLeavePasswordsToOthers()
    {
        for (final String password : List.of("", "secret", "a.b.c", "eyes", "ey.no", "ey....."))
        {
            assertFalse(login.concerns(CLIENT, password.getBytes(StandardCharsets.UTF_8)), password);
        }
        assertFalse(login.concerns(CLIENT, null));
        assertEquals(Verdict.UNKNOWN, login.verify(CLIENT, "eyes.and.ears".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldReadKeysAgainAndKeepThemWhereThatFails() throws IOException, JOSEException
    {
        final byte[] token = token("ES256", claims().build());

        Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXRvLWtlZXA\"");
        final String message = assertThrows(IOException.class, login::reload).getMessage();
        assertFalse(message.contains("c2VjcmV0"), message);
        assertEquals(Verdict.accepted("alice"), verify(token));
        keys(hmac);
        assertEquals(1, login.reload());

        assertEquals(Verdict.WRONG, verify(token));
    }
}
