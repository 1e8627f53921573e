package io.maxmq.transport.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A {@link Channel} without a socket: a test says what arrives, how much is taken, and looks at what was written.
 * <p>
 * {@code receive} queues what one read gives at the most; {@code room} bounds what writes take until it is raised.
 */
public final class FakeChannel implements Channel
{
    private boolean outputShut;
    private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private ChannelHandler handler;
    private Peer peer = new Peer(0, "tcp", "192.0.2.1:50000", null);
    private long room = Long.MAX_VALUE;
    private int maxBytesPerWrite = Integer.MAX_VALUE;
    private int readCalls;
    private int writeCalls;
    private boolean endOfStream;
    private boolean failing;
    private boolean bufferedInput;
    private boolean readInterest = true;
    private boolean writeInterest;
    private boolean open = true;

    /**
     * Queue bytes that one read will give, or several if its buffer is shorter.
     *
     * @param bytes of a segment.
     * @return this.
     */
    public FakeChannel receive(final byte... bytes)
    {
        incoming.add(bytes.clone());
        return this;
    }

    /**
     * The peer ends its side behind what is queued.
     *
     * @return this.
     */
    public FakeChannel endOfStream()
    {
        endOfStream = true;
        return this;
    }

    /**
     * From now on reads and writes fail.
     *
     * @return this.
     */
    public FakeChannel fail()
    {
        failing = true;
        return this;
    }

    /**
     * @param bytes that writes take from now on, before the channel is full.
     * @return this.
     */
    public FakeChannel room(final long bytes)
    {
        room = bytes;
        return this;
    }

    /**
     * @param bytes that a single write takes at the most.
     * @return this.
     */
    public FakeChannel maxBytesPerWrite(final int bytes)
    {
        maxBytesPerWrite = bytes;
        return this;
    }

    /**
     * @param on what {@link #hasBufferedInput()} says.
     * @return this.
     */
    public FakeChannel bufferedInput(final boolean on)
    {
        bufferedInput = on;
        return this;
    }

    /**
     * @param newPeer that {@link #peer()} gives.
     * @return this.
     */
    public FakeChannel peer(final Peer newPeer)
    {
        peer = newPeer;
        return this;
    }

    /**
     * Do what a poller does: call the handler for what is ready and wanted.
     *
     * @return work done.
     */
    public int poll()
    {
        int workCount = 0;
        if (open && writeInterest && (failing || room > 0))
        {
            workCount += handler.onWritable(this);
        }
        if (open && readInterest && (failing || !incoming.isEmpty() || endOfStream))
        {
            workCount += handler.onReadable(this);
        }
        return workCount;
    }

    /**
     * @return everything written since this was last called.
     */
    public byte[] takeWritten()
    {
        final byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    /**
     * @return number of bytes written since {@link #takeWritten()}.
     */
    public int writtenLength()
    {
        return written.size();
    }

    /**
     * @return number of calls of read.
     */
    public int readCalls()
    {
        return readCalls;
    }

    /**
     * @return number of calls of write, a pair counting once.
     */
    public int writeCalls()
    {
        return writeCalls;
    }

    /**
     * @return true when the owner wants to read.
     */
    public boolean isReadInterest()
    {
        return readInterest;
    }

    /**
     * @return true when the owner waits for room to write.
     */
    public boolean isWriteInterest()
    {
        return writeInterest;
    }

    public int read(final ByteBuffer dst)
    {
        readCalls++;
        if (!open || failing)
        {
            return CLOSED;
        }
        final byte[] segment = incoming.peek();
        if (segment == null)
        {
            return endOfStream ? CLOSED : 0;
        }
        final int length = Math.min(segment.length, dst.remaining());
        dst.put(segment, 0, length);
        incoming.poll();
        if (length < segment.length)
        {
            incoming.addFirst(Arrays.copyOfRange(segment, length, segment.length));
        }
        return length;
    }

    public int write(final ByteBuffer src)
    {
        writeCalls++;
        return take(src, maxBytesPerWrite);
    }

    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        writeCalls++;
        final int taken = take(first, maxBytesPerWrite);
        return taken < 0 || first.hasRemaining() ? taken : taken + take(second, maxBytesPerWrite - taken);
    }

    private int take(final ByteBuffer src, final int most)
    {
        if (!open || failing)
        {
            return CLOSED;
        }
        final byte[] bytes = new byte[(int)Math.min(Math.min(src.remaining(), most), room)];
        src.get(bytes);
        written.write(bytes, 0, bytes.length);
        room -= bytes.length;
        return bytes.length;
    }

    public boolean hasBufferedInput()
    {
        return bufferedInput;
    }

    public void readInterest(final boolean on)
    {
        readInterest = on;
    }

    public void writeInterest(final boolean on)
    {
        writeInterest = on;
    }

    public void shutdownOutput()
    {
        outputShut = true;
    }

    /**
     * @return whether the broker has told the peer that nothing more will come.
     */
    public boolean isOutputShut()
    {
        return outputShut;
    }

    public void close()
    {
        open = false;
    }

    public boolean isOpen()
    {
        return open;
    }

    public Peer peer()
    {
        return peer;
    }

    public void attach(final ChannelHandler handler)
    {
        this.handler = handler;
    }
}
