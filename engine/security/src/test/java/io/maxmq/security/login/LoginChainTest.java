package io.maxmq.security.login;

import io.maxmq.security.RefusalLog;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Who is asked, in which order, and what becomes of clients whom nobody has time for.
 */
@Timeout(60)
class LoginChainTest
{
    private static final byte[] PASSWORD = {1};

    private final LoginPool pool = new LoginPool("test-login", 1, 2, 60_000);
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(100);

    private final AuthenticationStep step = new AuthenticationStep()
    {
        @Override
        public void accept(final byte[] data)
        {
            answers.add("accepted");
        }

        @Override
        public void acceptAs(final String username, final byte[] data)
        {
            answers.add("accepted " + username);
        }

        @Override
        public void challenge(final byte[] data)
        {
            answers.add("challenged");
        }

        @Override
        public void reject(final int reasonCode, final String reason)
        {
            answers.add("rejected " + Integer.toHexString(reasonCode));
        }
    };

    @AfterEach
    void close()
    {
        pool.close();
    }

    private record Way(LoginPool pool, BiFunction<ClientInfo, byte[], Verdict> verifier) implements Login
    {
        @Override
        public boolean concerns(final ClientInfo client, final byte[] password)
        {
            return client.username() != null;
        }

        @Override
        public Verdict verify(final ClientInfo client, final byte[] password)
        {
            return verifier.apply(client, password);
        }
    }

    private static Login knows(final LoginPool pool, final String user)
    {
        return new Way(pool, (client, password) ->
            !client.username().equals(user) ? Verdict.UNKNOWN :
            password == null ? Verdict.WRONG : Verdict.accepted("known " + user));
    }

    private String ask(final String listener, final String username, final byte[] password, final Login... logins)
        throws InterruptedException
    {
        begin(listener, username, password, logins);
        return answers.poll(30, TimeUnit.SECONDS);
    }

    private void begin(final String listener, final String username, final byte[] password, final Login... logins)
    {
        new LoginChain(List.of(logins), List.of(), Set.of("open"), new RefusalLog())
            .begin(new ClientInfo(0, "c", username, 5, "127.0.0.1:1", 0, listener, null), password, null)
            .onData(null, step);
    }

    @Test
    void shouldAskOneAfterTheOther() throws InterruptedException
    {
        final Login[] chain = {knows(null, "a"), knows(pool, "b"), knows(null, "c"), knows(pool, "d")};

        for (final String user : List.of("a", "b", "c", "d"))
        {
            assertEquals("accepted known " + user, ask("tcp", user, PASSWORD, chain));
            assertEquals("rejected 86", ask("tcp", user, null, chain));
        }
        assertEquals("rejected 86", ask("tcp", "e", PASSWORD, chain));
    }

    @Test
    void shouldLetInAnonymousClientsWhereTheyMay() throws InterruptedException
    {
        assertEquals("accepted null", ask("open", null, null, knows(pool, "a")));
        assertEquals("rejected 87", ask("tcp", null, null, knows(pool, "a")));
        assertEquals("rejected 86", ask("open", "b", PASSWORD, knows(pool, "a")));
        assertEquals("rejected 86", ask("open", null, PASSWORD, knows(pool, "a")));
    }

    @Test
    void shouldRefuseMethodsThatItDoesNotKnow() throws InterruptedException
    {
        new LoginChain(List.of(), List.of(), Set.of("open"), new RefusalLog())
            .begin(new ClientInfo(0, "c", null, 5, "127.0.0.1:1", 0, "open", null), null, "X")
            .onData(null, step);

        assertEquals("rejected 8c", answers.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void shouldRefuseAsBusyWhatTheQueueDoesNotHold() throws InterruptedException
    {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final Login slow = new Way(pool, (client, password) ->
        {
            begun.countDown();
            return await(go) ? Verdict.accepted(client.username()) : Verdict.WRONG;
        });
        begin("tcp", "a", PASSWORD, slow);
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        begin("tcp", "b", PASSWORD, slow);
        begin("tcp", "c", PASSWORD, slow);

        assertEquals("rejected 89", ask("tcp", "d", PASSWORD, slow));
        assertEquals(1, pool.refused());
        go.countDown();
        for (final String user : List.of("a", "b", "c"))
        {
            assertEquals("accepted " + user, answers.poll(30, TimeUnit.SECONDS));
        }
    }

    private static boolean await(final CountDownLatch latch)
    {
        try
        {
            return latch.await(30, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            return false;
        }
    }

    @Test
    void shouldDoNothingForAClientThatHasWaitedTooLong() throws InterruptedException
    {
        try (LoginPool hasty = new LoginPool("test-hasty", 1, 10, 0))
        {
            assertEquals("rejected 89", ask("tcp", "a", PASSWORD, new Way(hasty, (client, password) ->
            {
                throw new AssertionError("is not asked");
            })));
            assertEquals(1, hasty.expired());
        }
    }

    @Test
    void shouldAnswerThoughAWayFails() throws InterruptedException
    {
        final Login broken = new Way(pool, (client, password) ->
        {
            throw new IllegalStateException("expected by the test");
        });

        assertEquals("rejected 89", ask("tcp", "a", PASSWORD, broken));
        assertEquals("accepted known b", ask("tcp", "b", PASSWORD, knows(pool, "b")));
        assertFalse(pool.waiting() > 0);
    }
}
