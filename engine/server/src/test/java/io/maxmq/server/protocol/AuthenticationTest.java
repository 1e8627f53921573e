package io.maxmq.server.protocol;

import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.ClientInfo;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Who may connect: user names and passwords, and enhanced authentication by AUTH packets (section 4.12). The
 * authenticator of these tests answers at once or, for methods and users that begin with {@code later}, from another
 * thread.
 */
final class AuthenticationTest extends ProtocolTest
{
    private static final ExecutorService ELSEWHERE = Executors.newSingleThreadExecutor(task ->
    {
        final Thread thread = new Thread(task, "authenticator");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    Authenticator authenticator()
    {
        return AuthenticationTest::begin;
    }

    private static AuthenticationExchange begin(final ClientInfo client, final byte[] password, final String method)
    {
        if (method == null)
        {
            return (data, step) -> answer(client.username(), () -> judgePassword(client.username(), password, step));
        }
        if (!method.endsWith("count"))
        {
            return (data, step) -> step.reject(AuthenticationStep.BAD_AUTHENTICATION_METHOD, "no such method");
        }
        return (data, step) -> answer(method, () -> judgeData(data, step));
    }

    private static void answer(final String name, final Runnable judgement)
    {
        if (name != null && name.startsWith("later"))
        {
            ELSEWHERE.execute(judgement);
        }
        else
        {
            judgement.run();
        }
    }

    private static void judgePassword(final String username, final byte[] password, final AuthenticationStep step)
    {
        if (username == null || password != null && new String(password).equals("secret"))
        {
            step.accept(null);
        }
        else
        {
            step.reject(AuthenticationStep.BAD_USER_NAME_OR_PASSWORD, "wrong password");
        }
    }

    /** Wants "1", then "2", then "3". */
    private static void judgeData(final byte[] data, final AuthenticationStep step)
    {
        switch (data == null ? "" : new String(data))
        {
            case "1":
                step.challenge(Bytes.utf8("one"));
                break;
            case "2":
                step.challenge(null);
                break;
            case "3":
                step.accept(Bytes.utf8("welcome"));
                break;
            default:
                step.reject(AuthenticationStep.NOT_AUTHORIZED, "count, please");
                break;
        }
    }

    @AfterAll
    static void stop()
    {
        ELSEWHERE.shutdown();
    }

    // ---- user name and password

    @ParameterizedTest
    @CsvSource({"3,anna", "4,anna", "5,anna", "4,later anna", "5,later anna"})
    void shouldLetTheRightPasswordIn(final int version, final String username)
    {
        final TestClient client = open(version);

        client.connect(id("a"), true, c -> c.username(username).password(Bytes.utf8("secret")));

        client.ping();
    }

    @ParameterizedTest
    @CsvSource({"3,anna,4", "4,anna,4", "5,anna,134", "4,later anna,4", "5,later anna,134"})
    void shouldRefuseTheWrongPassword(final int version, final String username, final int code)
    {
        final TestClient client = open(version);

        client.sendConnect(id("a"), true, c -> c.username(username).password(Bytes.utf8("guess")));

        assertEquals(code, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.1.2-29")
    void shouldSayWhyUnlessTheClientDoesNotWantToKnow()
    {
        final TestClient curious = open(5);
        curious.sendConnect(id("a"), true, c -> c.username("anna"));
        assertEquals("wrong password", curious.await(PacketType.CONNACK).string(PropertyId.REASON_STRING));

        final TestClient other = open(5);
        other.sendConnect(id("b"), true, c -> c.username("anna").requestProblemInformation(false));
        assertNull(other.await(PacketType.CONNACK).string(PropertyId.REASON_STRING));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    @Tag("MQTT-3.1.4-6")
    void shouldDoWhatWasSentMeanwhileOnceTheAnswerIsThere(final int version)
    {
        final TestClient client = open(version);

        client.sendConnect(id("a"), true, c -> c.username("later").password(Bytes.utf8("secret")))
            .sendSubscribe(1, s -> s.filter(topic("t"), 1))
            .sendPublish(topic("t"), "m", 1, 2);

        assertEquals(PacketType.CONNACK, client.next().type());
        client.await(PacketType.SUBACK);
        client.await(PacketType.PUBACK);
        client.take("m");
    }

    @Test
    void shouldForgetAClientThatGoesBeforeTheAnswer()
    {
        for (int i = 0; i < 20; i++)
        {
            open(5).sendConnect(id("a"), true, c -> c.username("later").password(Bytes.utf8("secret"))).close();
        }

        final TestClient client = open(5);
        client.connect(id("a"), true, c -> c.username("later").password(Bytes.utf8("secret")));
        client.ping();
    }

    // ---- AUTH

    private TestClient authenticate(final String method)
    {
        final TestClient client = open(5);
        client.sendConnect(id("a"), true, c -> withData(c, method, "1"));
        final Packet first = client.await(PacketType.AUTH);
        assertEquals(ReasonCode.CONTINUE_AUTHENTICATION, first.reasonCode());
        assertEquals(method, first.string(PropertyId.AUTHENTICATION_METHOD));
        assertEquals("one", first.string(PropertyId.AUTHENTICATION_DATA));

        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, method, "2");
        assertNull(client.await(PacketType.AUTH).string(PropertyId.AUTHENTICATION_DATA));

        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, method, "3");
        final Packet connack = client.await(PacketType.CONNACK);
        assertEquals(ReasonCode.SUCCESS, connack.reasonCode());
        assertEquals(method, connack.string(PropertyId.AUTHENTICATION_METHOD));
        assertEquals("welcome", connack.string(PropertyId.AUTHENTICATION_DATA));
        return client;
    }

    private static void withData(
        final ConnectEncoder connect, final String method, final String data)
    {
        final byte[] bytes = Bytes.utf8(data);
        connect.authenticationMethod(method)
            .authenticationData(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "later count"})
    @Tag("MQTT-4.12.0-2")
    @Tag("MQTT-4.12.0-3")
    @Tag("MQTT-4.12.0-5")
    void shouldAuthenticateInAsManyStepsAsItTakes(final String method)
    {
        authenticate(method).ping();
    }

    @Test
    @Tag("MQTT-4.12.0-1")
    void shouldRefuseAnUnknownMethod()
    {
        final TestClient client = open(5);

        client.sendConnect(id("a"), true, c -> c.authenticationMethod("unknown"));

        assertEquals(ReasonCode.BAD_AUTHENTICATION_METHOD, client.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "later count"})
    @Tag("MQTT-4.12.0-4")
    void shouldRefuseAClientThatFailsHalfWay(final String method)
    {
        final TestClient client = open(5);
        client.sendConnect(id("a"), true, c -> withData(c, method, "1"));
        client.await(PacketType.AUTH);

        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, method, "seven");

        assertEquals(ReasonCode.NOT_AUTHORIZED, client.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "later count"})
    @Tag("MQTT-4.12.1-1")
    void shouldAuthenticateAgainWhileTheClientWorks(final String method)
    {
        final TestClient client = authenticate(method);

        client.sendAuth(ReasonCode.RE_AUTHENTICATE, method, "1");
        assertEquals(ReasonCode.CONTINUE_AUTHENTICATION, client.await(PacketType.AUTH).reasonCode());
        client.subscribe(topic("t"), 1).publish(topic("t"), "between", 1);
        client.take("between");
        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, method, "3");

        final Packet success = client.await(PacketType.AUTH);
        assertEquals(ReasonCode.SUCCESS, success.reasonCode());
        assertEquals("welcome", success.string(PropertyId.AUTHENTICATION_DATA));
        client.ping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "later count"})
    @Tag("MQTT-4.12.1-2")
    void shouldEndAConnectionThatFailsToAuthenticateAgain(final String method)
    {
        final TestClient client = authenticate(method);

        client.sendAuth(ReasonCode.RE_AUTHENTICATE, method, "wrong");

        assertEquals(ReasonCode.NOT_AUTHORIZED, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-4.12.0-5")
    void shouldNotLetTheMethodChange()
    {
        final TestClient client = authenticate("count");

        client.sendAuth(ReasonCode.RE_AUTHENTICATE, "later count", "1");

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-4.12.0-6")
    @Tag("MQTT-4.12.0-7")
    void shouldNotTakeAuthFromAClientWithoutMethod()
    {
        final TestClient client = connect("a");

        client.sendAuth(ReasonCode.RE_AUTHENTICATE, "count", "1");

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.1.2-30")
    void shouldNotTakeOtherPacketsBeforeTheAuthenticationHasEnded()
    {
        final TestClient client = open(5);
        client.sendConnect(id("a"), true, c -> withData(c, "count", "1"));
        client.await(PacketType.AUTH);

        client.sendPing();

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    void shouldNotTakeAuthThatNobodyAskedFor()
    {
        final TestClient client = authenticate("count");

        client.sendAuth(ReasonCode.CONTINUE_AUTHENTICATION, "count", "3");

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }
}
