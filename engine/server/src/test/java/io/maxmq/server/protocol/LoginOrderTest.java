package io.maxmq.server.protocol;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.maxmq.security.password.PasswordHash;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Date;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Several ways of logging in at one broker: tokens, then passwords, then a web service; and SCRAM for those who can.
 * Rules give every user a topic of its own, so that a test sees who a client was taken for.
 */
final class LoginOrderTest extends ProtocolTest
{
    private static final long HOUR_MS = 3_600_000;

    @TempDir
    static Path folder;
    private OctetSequenceKey key;
    private HttpServer service;

    @Override
    String[] settings()
    {
        try
        {
            key = new OctetSequenceKeyGenerator(256).keyID("k").generate();
            serve();
            return new String[]{
                "auth.jwt.keys=" + Files.writeString(folder.resolve("jwks"), new JWKSet(key).toString(false)),
                "auth.password-file=" + Files.writeString(folder.resolve("users"),
                    "alice:" + PasswordHash.scram(Bytes.utf8("secret")) + "\n"),
                "auth.http.url=http://127.0.0.1:" + service.getAddress().getPort() + "/login",
                "auth.http.timeout=30s",
                "acl.file=" + Files.writeString(folder.resolve("acl"), "allow all test/+/%u\n")};
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final JOSEException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** Knows one user, and has never heard of the others. */
    private void serve() throws IOException
    {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/login", exchange ->
        {
            final String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(!question.contains("\"username\":\"web\"") ? 404 :
                question.contains("\"password\":\"secret\"") ? 204 : 401, -1);
            exchange.close();
        });
        service.start();
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    @AfterAll
    void stop()
    {
        service.stop(0);
    }

    private String token(final String subject, final long untilMs) throws JOSEException
    {
        final SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k").build(),
            new JWTClaimsSet.Builder().subject(subject).expirationTime(new Date(untilMs)).build());
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private TestClient logIn(final String user, final String password)
    {
        return open(5).sendConnect(id("a"), true, c -> c.username(user).password(Bytes.utf8(password)));
    }

    private void assertIs(final String user, final TestClient client)
    {
        assertEquals(ReasonCode.SUCCESS, client.await(PacketType.CONNACK).reasonCode());
        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, client.publish(topic(user), "m", 1).reasonCode());
        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish(topic("other"), "m", 1).reasonCode());
    }

    @Test
    void shouldKnowAUserByItsToken() throws JOSEException
    {
        final long nowMs = System.currentTimeMillis();

        assertIs("tom", logIn("ignored", token("tom", nowMs + HOUR_MS)));
        assertEquals(ReasonCode.BAD_USER_NAME_OR_PASSWORD,
            logIn("alice", token("tom", nowMs - HOUR_MS)).await(PacketType.CONNACK).reasonCode());
    }

    @Test
    void shouldKnowAUserByItsPassword()
    {
        assertIs("alice", logIn("alice", "secret"));
    }

    @Test
    void shouldKnowAUserByTheWebService()
    {
        assertIs("web", logIn("web", "secret"));
    }

    @ParameterizedTest
    @CsvSource({"alice,wrong", "web,wrong", "nobody,secret"})
    void shouldKeepOutEverybodyElse(final String user, final String password)
    {
        assertEquals(ReasonCode.BAD_USER_NAME_OR_PASSWORD,
            logIn(user, password).await(PacketType.CONNACK).reasonCode());
    }

    @ParameterizedTest
    @CsvSource({"secret,0", "wrong,135"})
    void shouldKnowAUserByScram(final String password, final int reasonCode) throws GeneralSecurityException
    {
        final String first = "n=alice,r=client";
        final byte[] begin = Bytes.utf8("n,," + first);
        final TestClient client = open(5).sendConnect(id("s"), true, c -> c
            .authenticationMethod("SCRAM-SHA-256")
            .authenticationData(new UnsafeBuffer(begin), 0, begin.length));
        final String challenge = client.await(PacketType.AUTH).string(PropertyId.AUTHENTICATION_DATA);

        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, "SCRAM-SHA-256", prove(password, first, challenge));

        final Packet connack = client.await(PacketType.CONNACK);
        assertEquals(reasonCode, connack.reasonCode());
        if (reasonCode == ReasonCode.SUCCESS)
        {
            assertEquals("v=", connack.string(PropertyId.AUTHENTICATION_DATA).substring(0, 2));
            assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, client.publish(topic("alice"), "m", 1).reasonCode());
        }
    }

    private static String prove(final String password, final String first, final String challenge)
        throws GeneralSecurityException
    {
        final String[] parts = challenge.split(",");
        final byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(
            password.toCharArray(), Base64.getDecoder().decode(parts[1].substring(2)),
            Integer.parseInt(parts[2].substring(2)), 256)).getEncoded();
        final byte[] proof = hmac(salted, "Client Key");
        final String last = "c=biws," + parts[0];
        final byte[] signature =
            hmac(MessageDigest.getInstance("SHA-256").digest(proof), first + "," + challenge + "," + last);
        for (int i = 0; i < proof.length; i++)
        {
            proof[i] ^= signature[i];
        }
        return last + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    private static byte[] hmac(final byte[] secret, final String text) throws GeneralSecurityException
    {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(Bytes.utf8(text));
    }
}
