package io.maxmq.security.http;

import com.sun.net.httpserver.HttpServer;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * A web service that is asked about clients, and one that does not answer.
 */
@Timeout(60)
class HttpLoginTest
{
    private final BlockingQueue<String> questions = new ArrayBlockingQueue<>(10);
    private volatile int status;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException
    {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/login", exchange ->
        {
            questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop()
    {
        server.stop(0);
    }

    private Verdict ask(final int port, final Duration timeout, final ClientInfo client, final String password)
    {
        final URI uri = URI.create("http://127.0.0.1:" + port + "/login");
        return new HttpLogin(uri, timeout, null)
            .verify(client, password == null ? null : password.getBytes(StandardCharsets.UTF_8));
    }

    private static ClientInfo client(final String clientId, final String username)
    {
        return new ClientInfo(0, clientId, username, 5, "127.0.0.1:1", 0, "tcp", null);
    }

    @ParameterizedTest
    @CsvSource({
        "200,ACCEPTED,0", "204,ACCEPTED,0", "401,REJECTED,134", "403,REJECTED,134", "404,UNKNOWN,0",
        "500,REJECTED,137", "302,REJECTED,137"})
    void shouldTakeTheStatusAsTheVerdict(final int code, final Verdict.Kind kind, final int reasonCode)
    {
        status = code;

        final Verdict verdict =
            ask(server.getAddress().getPort(), Duration.ofSeconds(30), client("c", "alice"), "secret");

        assertEquals(kind, verdict.kind());
        assertEquals(reasonCode, verdict.reasonCode());
        assertEquals("{\"clientId\":\"c\",\"username\":\"alice\",\"password\":\"secret\",\"address\":\"127.0.0.1:1\"," +
            "\"listener\":\"tcp\",\"protocolVersion\":5}", questions.poll());
    }

    @Test
    void shouldWriteNamesSoThatTheyStayNames()
    {
        status = 200;

        ask(server.getAddress().getPort(), Duration.ofSeconds(30), client("a\"b\\c\u0001", null), null);

        assertEquals("{\"clientId\":\"a\\\"b\\\\c\\u0001\",\"address\":\"127.0.0.1:1\",\"listener\":\"tcp\"," +
            "\"protocolVersion\":5}", questions.poll());
    }

    @Test
    void shouldRefuseAsBusyWhereNobodyAnswers() throws IOException
    {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            assertEquals(Verdict.BUSY,
                ask(silent.getLocalPort(), Duration.ofMillis(50), client("c", "alice"), "secret"));
        }
    }

    @Test
    void shouldRefuseAsBusyWhereNobodyListens() throws IOException
    {
        final int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = closed.getLocalPort();
        }

        assertEquals(Verdict.BUSY, ask(port, Duration.ofSeconds(30), client("c", "alice"), "secret"));
    }

    @Test
    void shouldNotAskAboutAnonymousClients()
    {
        assertFalse(new HttpLogin(URI.create("http://127.0.0.1/"), Duration.ofSeconds(1), null)
            .concerns(client("c", null), null));
    }
}
