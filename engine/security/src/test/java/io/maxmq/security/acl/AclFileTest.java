package io.maxmq.security.acl;

import io.maxmq.spi.Authoriser.Action;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rules as they are written, and what they decide.
 */
class AclFileTest
{
    private static final List<String> LISTENERS = List.of("tcp", "tls");

    private static Acl rules(final String... lines)
    {
        return read(AclFile.Format.MAXMQ, lines);
    }

    private static Acl read(final AclFile.Format format, final String... lines)
    {
        try
        {
            return new AclFile(Path.of("acl.conf"), format, false, LISTENERS).parse(List.of(lines));
        }
        catch (final AclException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static String error(final String... lines)
    {
        return assertThrows(AclException.class, () ->
            new AclFile(Path.of("acl.conf"), AclFile.Format.MAXMQ, false, LISTENERS).parse(List.of(lines)))
            .getMessage();
    }

    private static ClientInfo client(final String username)
    {
        return client("c1", username, "10.1.2.3:5000", "tcp");
    }

    private static ClientInfo client(
        final String clientId, final String username, final String address, final String listener)
    {
        return new ClientInfo(0, clientId, username, 5, address, 0, listener, null);
    }

    private static boolean may(final Acl acl, final String username, final Action action, final String topic)
    {
        return acl.allows(client(username), action, topic);
    }

    @ParameterizedTest
    @CsvSource({
        "publish, PUBLISH, true", "publish, SUBSCRIBE, false", "publish, RECEIVE, false",
        "subscribe, PUBLISH, false", "subscribe, SUBSCRIBE, true", "subscribe, RECEIVE, true",
        "receive, PUBLISH, false", "receive, SUBSCRIBE, false", "receive, RECEIVE, true",
        "all, PUBLISH, true", "all, SUBSCRIBE, true", "all, RECEIVE, true",
        "'publish,receive', PUBLISH, true", "'publish,receive', SUBSCRIBE, false"})
    void shouldSpeakAboutItsActions(final String actions, final Action action, final boolean covered)
    {
        assertEquals(covered, may(rules("allow " + actions + " a"), null, action, "a"));
        assertEquals(!covered, may(rules("default allow", "deny " + actions + " a"), null, action, "a"));
    }

    @Test
    void shouldLetTheFirstRuleDecide()
    {
        final Acl acl = rules("deny publish a/b", "allow publish a/#", "deny publish a/c");

        assertFalse(may(acl, null, Action.PUBLISH, "a/b"));
        assertTrue(may(acl, null, Action.PUBLISH, "a/c"));
        assertFalse(may(acl, null, Action.PUBLISH, "b"));
        assertEquals(3, acl.size());
    }

    @Test
    void shouldKeepTheOrderBetweenRulesForOneUserAndForAll()
    {
        final Acl acl = rules(
            "deny publish a if user=alice", "allow publish a", "deny publish b", "allow publish b if user=alice",
            "allow publish c if user=alice", "deny publish c");

        assertFalse(may(acl, "alice", Action.PUBLISH, "a"));
        assertTrue(may(acl, "bob", Action.PUBLISH, "a"));
        assertFalse(may(acl, "alice", Action.PUBLISH, "b"));
        assertTrue(may(acl, "alice", Action.PUBLISH, "c"));
        assertFalse(may(acl, "bob", Action.PUBLISH, "c"));
    }

    @Test
    void shouldLookAtTheFilterOfASharedSubscription()
    {
        final Acl acl = rules("allow subscribe a/#");

        assertTrue(may(acl, null, Action.SUBSCRIBE, "$share/g/a/b"));
        assertFalse(may(acl, null, Action.SUBSCRIBE, "$share/g/b"));
        assertFalse(may(acl, null, Action.SUBSCRIBE, "$share/a/#"));
        assertFalse(may(acl, null, Action.PUBLISH, "$share/g/a/b"));
    }

    @Test
    void shouldDeliverNothingOfADeniedTopicThroughAWiderFilter()
    {
        final Acl acl = rules("deny subscribe secret/#", "allow subscribe #");

        assertTrue(may(acl, null, Action.SUBSCRIBE, "#"));
        assertFalse(may(acl, null, Action.RECEIVE, "secret/a"));
        assertTrue(may(acl, null, Action.RECEIVE, "open"));
    }

    @Test
    void shouldDenyALiteralFilterOnly()
    {
        final Acl acl = rules("deny subscribe exactly #", "allow subscribe #");

        assertFalse(may(acl, null, Action.SUBSCRIBE, "#"));
        assertTrue(may(acl, null, Action.SUBSCRIBE, "+/#"));
        assertTrue(may(acl, null, Action.RECEIVE, "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "user=alice, true", "user=bob, false", "user=a*e, true", "user=*, true", "user!=alice, false",
        "user!=bob, true", "user=bob|alice, true", "anonymous, false", "client=c1, true", "client=c*, true",
        "client=c, false", "client=*1*, true", "listener=tls, true", "listener=tcp, false", "listener=t*, true",
        "address=10.0.0.0/8, true", "address=10.1.2.3, true", "address=11.0.0.0/8, false", "address=fd00::/8, false",
        "address!=10.0.0.0/8, false", "certificate=*, false", "certificate!=*, true", "user=alice client=c2, false",
        "user=alice client=c1, true"})
    void shouldMeetItsConditions(final String conditions, final boolean holds)
    {
        final Acl acl = rules("allow publish a if " + conditions);

        assertEquals(holds, acl.allows(client("c1", "alice", "10.1.2.3:5000", "tls"), Action.PUBLISH, "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, /10.1.2.3:1883, true", "10.0.0.0/9, 10.200.0.1:1, false", "192.0.2.128/25, 192.0.2.200:1, true",
        "0.0.0.0/0, 1.2.3.4:5, true", "fd00::/8, [fd12::1]:1883, true", "fd00::/8, [fe80::1%eth0]:1, false",
        "::1, [0:0:0:0:0:0:0:1]:9, true", "::1, 0:0:0:0:0:0:0:1:9, true", "::/0, 1.2.3.4:5, false",
        "10.0.0.0/8, example:1, false"})
    void shouldFindAddressesInBlocks(final String block, final String address, final boolean inside)
    {
        assertEquals(inside, AddressBlock.of(block).matches(address));
    }

    @Test
    void shouldKnowClientsWithoutAUser()
    {
        final Acl acl = rules("allow publish a if anonymous");

        assertTrue(may(acl, null, Action.PUBLISH, "a"));
        assertFalse(may(acl, "alice", Action.PUBLISH, "a"));
    }

    @Test
    void shouldTakeQuotesCommentsAndEmptyLines()
    {
        final Acl acl = rules("# a comment", "", "  allow publish \"with space/\\\"x\\\"\" \"if\"  # if user=\"a b\"");

        assertTrue(may(acl, "a b", Action.PUBLISH, "with space/\"x\""));
        assertTrue(may(acl, "a b", Action.PUBLISH, "if"));
        assertTrue(may(acl, "a b", Action.PUBLISH, "anything"));
        assertFalse(may(acl, "a", Action.PUBLISH, "if"));
    }

    @ParameterizedTest
    @CsvSource({
        "permit publish a, 'begins with allow, deny or default'", "allow write a, 'no action'",
        "allow publish, 'is missing'", "allow publish if user=a, 'a topic is missing'",
        "allow publish a if, 'a condition is missing'", "allow publish a if user, 'no condition'",
        "allow publish a if colour=red, 'no condition'", "allow publish a if user=, 'no condition'",
        "allow publish a/#/b, 'no topic pattern'", "allow publish exactly, 'missing behind'",
        "'allow publish \"a', 'a quote does not end'", "allow publish a if address=ten, 'no address'",
        "allow publish a if address=10.0.0.0/33, 'no address'", "allow publish a if listener=web, 'no listener'",
        "default, 'default allow'", "default maybe, 'default allow'"})
    void shouldSayWhatIsWrongAndWhere(final String line, final String text)
    {
        final String message = error("allow publish x", line);

        assertTrue(message.startsWith("acl.conf:2: ") && message.contains(text), message);
    }

    @Test
    void shouldSayEverythingThatIsWrong()
    {
        final String message = error("x", "allow publish a", "y");

        assertTrue(message.contains("acl.conf:1:") && message.contains("acl.conf:3:"), message);
    }

    @Test
    void shouldReadMosquittosFormat()
    {
        final Acl acl = read(AclFile.Format.MOSQUITTO,
            "# comment", "topic read public/#", "topic both", "", "user alice", "topic readwrite home/#",
            "topic deny home/safe", "topic write with space", "user bob", "topic read home/door",
            "pattern readwrite own/%c/#", "pattern write by/%u", "pattern deny own/%c/not");

        assertTrue(may(acl, null, Action.RECEIVE, "public/a"));
        assertFalse(may(acl, null, Action.PUBLISH, "public/a"));
        assertTrue(may(acl, null, Action.PUBLISH, "both"));
        assertFalse(may(acl, "alice", Action.RECEIVE, "public/a"));
        assertTrue(may(acl, "alice", Action.PUBLISH, "home/x"));
        assertFalse(may(acl, "alice", Action.PUBLISH, "home/safe"));
        assertFalse(may(acl, "alice", Action.RECEIVE, "home/safe"));
        assertTrue(may(acl, "alice", Action.PUBLISH, "with space"));
        assertTrue(may(acl, "bob", Action.RECEIVE, "home/door"));
        assertFalse(may(acl, "bob", Action.PUBLISH, "home/door"));
        assertTrue(may(acl, "bob", Action.PUBLISH, "own/c1/x"));
        assertFalse(may(acl, "bob", Action.PUBLISH, "own/c1/not"));
        assertFalse(may(acl, "bob", Action.PUBLISH, "own/c2/x"));
        assertTrue(may(acl, "bob", Action.PUBLISH, "by/bob"));
        assertFalse(may(acl, null, Action.PUBLISH, "by/bob"));
    }

    @Test
    void shouldLetMosquittosClientsSubscribeToAnythingAndReceiveWhatTheyMay()
    {
        final Acl acl = read(AclFile.Format.MOSQUITTO, "topic read a");

        assertTrue(may(acl, null, Action.SUBSCRIBE, "#"));
        assertTrue(may(acl, null, Action.SUBSCRIBE, "$SYS/#"));
        assertFalse(may(acl, null, Action.RECEIVE, "b"));
        assertFalse(may(acl, null, Action.RECEIVE, "$SYS/a"));
    }

    @Test
    void shouldTakeMosquittosUserNamesAsTheyAre()
    {
        final Acl acl = read(AclFile.Format.MOSQUITTO, "user *", "topic a", "topic %u");

        assertTrue(may(acl, "*", Action.PUBLISH, "a"));
        assertTrue(may(acl, "*", Action.PUBLISH, "%u"));
        assertFalse(may(acl, "bob", Action.PUBLISH, "a"));
    }
}
