package io.maxmq.core.session;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;

/**
 * What clients acknowledge, and what becomes of it when it has been logged (MQTT-4.3.2, 4.3.3). PUBREL leaves after the
 * received PUBREC has been logged, for messages that came from the log (rule 3 of the log). One per worker, used by its
 * thread alone.
 */
public final class OutboundAcks
{
    private final QueueEntries entries;
    private final AckLog ackLog;

    OutboundAcks(final QueueEntries entries, final AckLog ackLog)
    {
        this.entries = entries;
        this.ackLog = ackLog;
    }

    /**
     * PUBACK from the client.
     *
     * @param session  of the client.
     * @param packetId acknowledged.
     * @return true if the id belongs to a QoS 1 message in flight.
     */
    public boolean onPuback(final Session session, final int packetId)
    {
        final long number = inFlight(session, packetId, OutboundQueue.SENT, 1);
        if (number < 0)
        {
            return false;
        }
        entries.conclude(session, number, session.out.get(number), AckLog.PUBACK);
        return true;
    }

    /**
     * PUBREC from the client. A reason code of 0x80 or more ends the delivery (MQTT-4.3.3-4).
     *
     * @param session    of the client.
     * @param packetId   acknowledged.
     * @param reasonCode of the PUBREC.
     */
    public void onPubrec(final Session session, final int packetId, final int reasonCode)
    {
        final long number = inFlight(session, packetId, OutboundQueue.SENT, 2);
        if (number < 0)
        {
            repeatPubrel(session, packetId);
            return;
        }
        final long entry = session.out.get(number);
        if (reasonCode >= ReasonCode.UNSPECIFIED_ERROR)
        {
            entries.conclude(session, number, entry, AckLog.PUBCOMP);
        }
        else if (QueueEntries.isLogged(entry))
        {
            session.out.state(number, OutboundQueue.RECORDING);
            ackLog.append(session, number, OutboundQueue.reference(entry), AckLog.PUBREC);
        }
        else
        {
            entries.releaseContent(session, number);
            session.out.state(number, OutboundQueue.RELEASED);
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.SUCCESS);
        }
    }

    private void repeatPubrel(final Session session, final int packetId)
    {
        final long number = session.out.numberOf(packetId);
        final int state = number < 0 ? OutboundQueue.DONE : OutboundQueue.state(session.out.get(number));
        if (state == OutboundQueue.RELEASED)
        {
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.SUCCESS);
        }
        else if (state != OutboundQueue.RECORDING)
        {
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        }
    }

    /**
     * PUBCOMP from the client.
     *
     * @param session  of the client.
     * @param packetId completed.
     * @return true if the id belongs to a released QoS 2 message.
     */
    public boolean onPubcomp(final Session session, final int packetId)
    {
        final long number = inFlight(session, packetId, OutboundQueue.RELEASED, 2);
        if (number < 0)
        {
            return false;
        }
        entries.conclude(session, number, session.out.get(number), AckLog.PUBCOMP);
        return true;
    }

    private static long inFlight(final Session session, final int packetId, final int state, final int qos)
    {
        final long number = session.out.numberOf(packetId);
        if (number < 0 || number >= session.sendCursor)
        {
            return -1;
        }
        final long entry = session.out.get(number);
        return OutboundQueue.state(entry) == state && OutboundQueue.qos(entry) == qos ? number : -1;
    }

    /** Number of a logged message, -1 where it is not in the queue; for logs that were repaired. */
    private static long find(final OutboundQueue out, final long sequence)
    {
        for (long number = out.head(); number < out.next(); number++)
        {
            final long entry = out.get(number);
            if (OutboundQueue.reference(entry) == sequence && !OutboundQueue.pooled(entry))
            {
                return number;
            }
        }
        return -1;
    }

    private static boolean isMeant(final OutboundQueue out, final long number, final long sequence)
    {
        if (number < out.head() || sequence <= 0)
        {
            return true;
        }
        final long found = number < out.next() ? OutboundQueue.reference(out.get(number)) : -1;
        return found == 0 || found == sequence;
    }

    /**
     * The event of a client's acknowledgement has been applied.
     *
     * @param session  of the client.
     * @param told     number of the message.
     * @param sequence of the message in the log. Where a repair has found events lost, numbers are others than they
     *                 were, and this tells which message is meant.
     * @param kind     of acknowledgement, as in {@link AckLog}.
     */
    public void applied(final Session session, final long told, final long sequence, final int kind)
    {
        final OutboundQueue out = session.out;
        final long number = isMeant(out, told, sequence) ? told : find(out, sequence);
        if (number < out.head() || number >= out.next())
        {
            return;
        }
        if (kind != AckLog.PUBREC)
        {
            if (session.outlet() != null && number < session.sendCursor)
            {
                session.inFlight--;
            }
            entries.finish(session, number);
            return;
        }
        final boolean live = OutboundQueue.state(out.get(number)) == OutboundQueue.RECORDING;
        out.markSent(number);
        out.state(number, OutboundQueue.RELEASED);
        if (live && session.outlet() != null && number < session.sendCursor)
        {
            session.outlet().sendAck(PacketType.PUBREL, out.packetId(number), ReasonCode.SUCCESS);
        }
    }
}
