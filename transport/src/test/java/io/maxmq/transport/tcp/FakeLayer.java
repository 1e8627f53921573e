package io.maxmq.transport.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A socket for layers to stand on: a test says what arrives and how much is taken.
 */
public final class FakeLayer implements Layer
{
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] incoming = new byte[0];
    private int position;
    private int bytesPerRead = Integer.MAX_VALUE;
    private int room = Integer.MAX_VALUE;
    private boolean ended;
    private boolean shut;

    /**
     * @param bytes that arrive behind what is there.
     */
    public void receive(final byte... bytes)
    {
        final byte[] all = new byte[incoming.length - position + bytes.length];
        System.arraycopy(incoming, position, all, 0, incoming.length - position);
        System.arraycopy(bytes, 0, all, incoming.length - position, bytes.length);
        incoming = all;
        position = 0;
    }

    /**
     * @param count most bytes that one read gives.
     */
    public void bytesPerRead(final int count)
    {
        bytesPerRead = count;
    }

    /**
     * @param count of bytes that writes take until this is called again.
     */
    public void room(final int count)
    {
        room = count;
    }

    /** The peer ends its side behind what has arrived. */
    public void end()
    {
        ended = true;
    }

    /**
     * @return what was written since this was called last.
     */
    public byte[] takeWritten()
    {
        final byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    /**
     * @return whether nothing that has arrived is left.
     */
    public boolean isEmpty()
    {
        return position == incoming.length;
    }

    /**
     * @return whether the output was ended.
     */
    public boolean isShut()
    {
        return shut;
    }

    @Override
    public int read(final ByteBuffer dst)
    {
        final int length = Math.min(Math.min(incoming.length - position, bytesPerRead), dst.remaining());
        if (length == 0)
        {
            return ended ? Channel.CLOSED : 0;
        }
        dst.put(incoming, position, length);
        position += length;
        return length;
    }

    @Override
    public int write(final ByteBuffer src)
    {
        if (shut)
        {
            return Channel.CLOSED;
        }
        final int length = Math.min(room, src.remaining());
        for (int i = 0; i < length; i++)
        {
            written.write(src.get());
        }
        room -= length;
        return length;
    }

    @Override
    public void use(final LayerScratch scratch)
    {
    }

    @Override
    public boolean hasBufferedInput()
    {
        return false;
    }

    @Override
    public boolean hasPendingOutput()
    {
        return false;
    }

    @Override
    public int flush()
    {
        return 0;
    }

    @Override
    public void shutdownOutput()
    {
        shut = true;
    }

    @Override
    public boolean isHandshaking()
    {
        return false;
    }

    @Override
    public Runnable task()
    {
        return null;
    }

    @Override
    public TlsPeer tls()
    {
        return null;
    }

    @Override
    public AcceptorCounter refusal()
    {
        return null;
    }

    @Override
    public String reason()
    {
        return null;
    }
}
