package io.maxmq.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ListenerProcessTest
{
    @Test
    void shouldFindTheProcessThatListens() throws IOException
    {
        final ProcessHandle self = ProcessHandle.current();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            assertEquals(self.pid(), ListenerProcess.find(self, socket.getLocalPort()));
        }
    }

    @Test
    void shouldFallBackToTheProcessThatWasStarted() throws IOException
    {
        final ProcessHandle self = ProcessHandle.current();

        assertEquals(self.pid(), ListenerProcess.find(self, 1));
    }
}
