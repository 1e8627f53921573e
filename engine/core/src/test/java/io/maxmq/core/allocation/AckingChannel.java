package io.maxmq.core.allocation;

import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.ChannelHandler;
import io.maxmq.transport.tcp.Peer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A client that counts and acknowledges what it is sent, and allocates nothing. */
final class AckingChannel implements Channel
{
    private static final Peer PEER = new Peer(0, "tcp", "192.0.2.1:50000", null);
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    private final UnsafeBuffer written = new UnsafeBuffer(new byte[1 << 18]);
    private ChannelHandler handler;
    private int writtenLength;
    private boolean readInterest = true;
    private boolean writeInterest;
    private boolean open = true;
    /** PUBLISH packets received. */
    long messages;
    /** PUBACK and PUBCOMP packets received. */
    long completed;
    /** Packets of other types received. */
    long others;

    void send(final byte[] frame, final int length)
    {
        input.put(frame, 0, length);
    }

    int poll()
    {
        int workCount = 0;
        if (open && writeInterest)
        {
            workCount += handler.onWritable(this);
        }
        if (open && readInterest && input.position() > 0)
        {
            workCount += handler.onReadable(this);
        }
        return workCount;
    }

    @Override
    public int read(final ByteBuffer dst)
    {
        input.flip();
        final int length = Math.min(input.remaining(), dst.remaining());
        final int limit = input.limit();
        input.limit(length);
        dst.put(input);
        input.limit(limit);
        input.compact();
        return length;
    }

    @Override
    public int write(final ByteBuffer src)
    {
        final int length = src.remaining();
        written.putBytes(writtenLength, src, src.position(), length);
        src.position(src.limit());
        writtenLength += length;
        parse();
        return length;
    }

    @Override
    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        return write(first) + write(second);
    }

    private void parse()
    {
        int offset = 0;
        while (offset < writtenLength)
        {
            final int length = FrameDecoder.frameLength(written, offset, writtenLength);
            if (length <= 0 || offset + length > writtenLength)
            {
                break;
            }
            onPacket(offset, FrameDecoder.bodyOffset(offset, length));
            offset += length;
        }
        writtenLength -= offset;
        written.putBytes(0, written, offset, writtenLength);
    }

    private void onPacket(final int offset, final int body)
    {
        final int first = written.getByte(offset) & 0xFF;
        switch (PacketType.of(first))
        {
            case PacketType.PUBLISH:
                messages++;
                final int qos = first >> 1 & 3;
                if (qos > 0)
                {
                    final int id = body + 2 + (written.getShort(body, ByteOrder.BIG_ENDIAN) & 0xFFFF);
                    answer(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC, 0, id);
                }
                break;

            case PacketType.PUBREC:
                answer(PacketType.PUBREL, 2, body);
                break;

            case PacketType.PUBREL:
                answer(PacketType.PUBCOMP, 0, body);
                break;

            case PacketType.PUBACK:
            case PacketType.PUBCOMP:
                completed++;
                break;

            default:
                others++;
                break;
        }
    }

    private void answer(final int type, final int flags, final int idOffset)
    {
        input.put((byte)(type << 4 | flags)).put((byte)2);
        input.put(written.getByte(idOffset)).put(written.getByte(idOffset + 1));
    }

    @Override
    public boolean hasBufferedInput()
    {
        return false;
    }

    @Override
    public void readInterest(final boolean on)
    {
        readInterest = on;
    }

    @Override
    public void writeInterest(final boolean on)
    {
        writeInterest = on;
    }

    @Override
    public void shutdownOutput()
    {
        open = false;
    }

    @Override
    public void close()
    {
        open = false;
    }

    @Override
    public boolean isOpen()
    {
        return open;
    }

    @Override
    public Peer peer()
    {
        return PEER;
    }

    @Override
    public void attach(final ChannelHandler newHandler)
    {
        handler = newHandler;
    }
}
