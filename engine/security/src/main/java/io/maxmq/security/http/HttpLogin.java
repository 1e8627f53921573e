package io.maxmq.security.http;

import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a web service about clients: a POST with what is known of the client as JSON; the status of the answer is the
 * verdict. 2xx lets the client in, 401 and 403 refuse it, 404 says that the service does not know it, and anything else,
 * silence included, refuses it as busy. Thread-safe; a thread of the pool waits for each answer, for a bounded time.
 */
public final class HttpLogin implements Login
{
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpLogin.class);
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final long COMPLAIN_INTERVAL_NS = Duration.ofSeconds(10).toNanos();

    private final URI uri;
    private final Duration timeout;
    private final LoginPool pool;
    private final HttpClient http;
    private final AtomicLong complainedNs = new AtomicLong(System.nanoTime() - COMPLAIN_INTERVAL_NS);

    /**
     * @param uri     of the service.
     * @param timeout for an answer.
     * @param pool    that waits for answers.
     */
    public HttpLogin(final URI uri, final Duration timeout, final LoginPool pool)
    {
        this.uri = uri;
        this.timeout = timeout;
        this.pool = pool;
        http = HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    @Override
    public boolean concerns(final ClientInfo client, final byte[] password)
    {
        return client.username() != null || password != null;
    }

    @Override
    public Verdict verify(final ClientInfo client, final byte[] password)
    {
        final HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json(client, password)))
            .build();
        try
        {
            return verdict(client, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
        catch (final IOException ex)
        {
            complain(ex.toString());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        return Verdict.BUSY;
    }

    private Verdict verdict(final ClientInfo client, final int status)
    {
        if (status >= OK && status < REDIRECTION)
        {
            return Verdict.accepted(client.username());
        }
        switch (status)
        {
            case UNAUTHORIZED:
            case FORBIDDEN:
                return Verdict.WRONG;

            case NOT_FOUND:
                return Verdict.UNKNOWN;

            default:
                complain("status " + status);
                return Verdict.BUSY;
        }
    }

    /** Once in a while, however many clients are concerned. */
    private void complain(final String what)
    {
        final long last = complainedNs.get();
        final long nowNs = System.nanoTime();
        if (nowNs - last >= COMPLAIN_INTERVAL_NS && complainedNs.compareAndSet(last, nowNs))
        {
            LOGGER.warn("clients are refused since {} gives no verdict: {}", uri.getHost(), what);
        }
    }

    private static String json(final ClientInfo client, final byte[] password)
    {
        final StringBuilder text = new StringBuilder("{");
        add(text, "clientId", client.clientId());
        add(text, "username", client.username());
        add(text, "password", password == null ? null : new String(password, StandardCharsets.UTF_8));
        add(text, "address", client.remoteAddress());
        add(text, "listener", client.listener());
        return text.append("\"protocolVersion\":").append(client.protocolVersion()).append('}').toString();
    }

    private static void add(final StringBuilder text, final String name, final String value)
    {
        if (value != null)
        {
            text.append('"').append(name).append("\":\"");
            value.chars().forEach(character -> escape(text, (char)character));
            text.append("\",");
        }
    }

    private static void escape(final StringBuilder text, final char character)
    {
        if (character == '"' || character == '\\')
        {
            text.append('\\').append(character);
        }
        else if (character < ' ')
        {
            text.append(String.format("\\u%04x", (int)character));
        }
        else
        {
            text.append(character);
        }
    }

    @Override
    public LoginPool pool()
    {
        return pool;
    }
}
