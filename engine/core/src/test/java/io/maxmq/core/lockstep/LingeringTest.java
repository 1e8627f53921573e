package io.maxmq.core.lockstep;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.tcp.FakeChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A client that the broker has told why it ends the connection gets the time to read that.
 */
@ExtendWith(SeedOnFailure.class)
class LingeringTest
{
    private static FakeChannel ended(final Lockstep broker)
    {
        final TestClient client = broker.client("c").connectClean();
        client.ack(PacketType.PUBREL, 0);
        broker.run();
        assertTrue(ReasonCode.isFailure(client.expect(PacketType.DISCONNECT).reasonCode()));
        assertFalse(client.isConnected());
        return client.channel();
    }

    @Test
    void shouldCloseTheSocketOfAClientThatIsSilent()
    {
        try (Lockstep broker = LockstepSetup.workers(1).start())
        {
            final FakeChannel channel = ended(broker);
            assertTrue(channel.isOpen());
            broker.advanceMs(1_100);
            assertFalse(channel.isOpen());
        }
    }

    @Test
    void shouldWaitForAClientThatIsStillBusyButNotForEver()
    {
        try (Lockstep broker = LockstepSetup.workers(1).start())
        {
            final FakeChannel channel = ended(broker);
            for (int i = 0; i < 9; i++)
            {
                channel.receive(new byte[]{0x62, 2, 0, 1});
                broker.advanceMs(1_020);
                assertTrue(channel.isOpen(), "after " + i);
            }
            for (int i = 0; i < 3; i++)
            {
                channel.receive(new byte[]{0x62, 2, 0, 1});
                broker.advanceMs(1_020);
            }
            assertFalse(channel.isOpen());
        }
    }
}
