package io.maxmq.server.listeners;

import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(120)
class SeveralListenersTest extends ListenerTest
{
    @Test
    void shouldLetClientsOfSeveralListenersTalkAndTellWhichIsWhose() throws Exception
    {
        start("listener.inner.bind=127.0.0.1", "listener.inner.port=0",
            "listener.outer.bind=127.0.0.1", "listener.outer.port=0");
        assertNotEquals(broker.boundPort("inner"), broker.boundPort("outer"));
        final MqttClient inner = connect("a", "tcp://127.0.0.1:" + broker.boundPort("inner"));
        final MqttClient outer = connect("b", "tcp://127.0.0.1:" + broker.boundPort("outer"));
        assertTalks(inner, outer, "t", bytes(10));
        assertEquals("inner", seen.get("a").listener());
        assertEquals("outer", seen.get("b").listener());
        assertEquals(0, seen.get("a").listenerId());
        assertEquals(1, seen.get("b").listenerId());
        assertNull(seen.get("b").tls());
        assertThrows(IllegalArgumentException.class, () -> broker.boundPort("other"));
    }

    @Test
    void shouldListenOnIpv6() throws Exception
    {
        assumeTrue(hasIpv6(), "no IPv6 here");
        start("listener.six.bind=::1", "listener.six.port=0", "listener.four.bind=127.0.0.1", "listener.four.port=0");
        final MqttClient six = connect("6", "tcp://[::1]:" + broker.boundPort("six"));
        final MqttClient four = connect("4", "tcp://127.0.0.1:" + broker.boundPort("four"));
        assertTalks(six, four, "t", bytes(10));
        assertTrue(seen.get("6").remoteAddress().startsWith("[0:0:0:0:0:0:0:1]:"), seen.get("6").remoteAddress());
    }

    private static boolean hasIpv6() throws SocketException
    {
        try
        {
            return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
        }
        catch (final UnknownHostException ex)
        {
            return false;
        }
    }
}
