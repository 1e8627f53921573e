package io.maxmq.transport.tls;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import io.maxmq.transport.tcp.AcceptorCounter;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.Kept;
import io.maxmq.transport.tcp.Layer;
import io.maxmq.transport.tcp.LayerScratch;
import io.maxmq.transport.tcp.TlsPeer;

/**
 * One encrypted connection, the server's side (TLS 1.2: RFC 5246, 1.3: RFC 8446).
 * <pre>
 *   socket ──► encrypted records ──► [ engine ] ──► MQTT bytes      a record that is half there is kept, and so is the
 *   socket ◄── encrypted records ◄── [ engine ] ◄── MQTT bytes      part of one that the reader or the socket did not take
 * </pre>
 * Lifecycle and threading: as {@link Layer}; after {@link #task()} has given work, nothing is called until that is done.
 * <p>
 * Invariants: a failed handshake is answered with its alert, then the connection is closed; a peer that begins a new
 * handshake on an established connection (renegotiation) is closed; less than one record of what came in and less than
 * two buffers of what goes out are kept.
 */
public final class TlsLayer implements Layer
{
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int MIN_READ = 4 * 1024;
    private static final int MAX_HANDSHAKE_BACKLOG = 256 * 1024;
    private static final int MAX_ALERTS = 4;

    private final Layer below;
    private final SSLEngine engine;
    private final ByteBuffer[] sources = new ByteBuffer[2];
    private final Kept records = new Kept();
    private final Kept plain = new Kept();
    private final Kept output = new Kept();
    private LayerScratch scratch;
    private boolean wholeRecords;
    private boolean handshaking = true;
    private boolean closed;
    private boolean endTold;
    private boolean outputEnded;
    private TlsPeer peer;
    private String reason;

    /**
     * @param below  that carries the records.
     * @param engine of a server, new.
     */
    public TlsLayer(final Layer below, final SSLEngine engine)
    {
        this.below = below;
        this.engine = engine;
    }

    public void use(final LayerScratch newScratch)
    {
        scratch = newScratch;
        below.use(newScratch);
    }

    // ---- in

    public int read(final ByteBuffer dst)
    {
        if (!plain.isEmpty())
        {
            return plain.moveTo(dst);
        }
        if (closed)
        {
            return tellEnd();
        }
        final int before = dst.position();
        final ByteBuffer in = scratch.encryptedIn();
        records.moveTo(in);
        final boolean ended = !wholeRecords && readRecords(in, dst.remaining()) < 0;
        decrypt(in.flip(), dst);
        records.set(in);
        closed |= ended;
        final int read = dst.position() - before;
        return read > 0 ? read : closed ? tellEnd() : 0;
    }

    private int tellEnd()
    {
        endTold = true;
        return Channel.CLOSED;
    }

    private int readRecords(final ByteBuffer in, final int wanted)
    {
        final int most = Math.min(LayerScratch.ENCRYPTED_IN, Math.max(MIN_READ, wanted));
        return below.read(in.limit(Math.min(in.capacity(), in.position() + most)));
    }

    private void decrypt(final ByteBuffer in, final ByteBuffer dst)
    {
        wholeRecords = false;
        try
        {
            while (!closed && step(in, dst))
            {
                if (handshaking)
                {
                    noticeEndOfHandshake(engine.getHandshakeStatus());
                }
            }
        }
        catch (final SSLException ex)
        {
            fail(ex);
        }
    }

    /** One record, or one message of a handshake; false when nothing more can be done now. */
    private boolean step(final ByteBuffer in, final ByteBuffer dst) throws SSLException
    {
        final HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK)
        {
            if (!handshaking)
            {
                throw new SSLException("a new handshake is not allowed on an established connection");
            }
            return false;
        }
        if (status == HandshakeStatus.NEED_WRAP)
        {
            sendHandshake();
            return !closed;
        }
        if (!in.hasRemaining())
        {
            return false;
        }
        if (!handshaking && !dst.hasRemaining())
        {
            wholeRecords = true;
            return false;
        }
        return unwrap(in, dst);
    }

    private boolean unwrap(final ByteBuffer in, final ByteBuffer dst) throws SSLException
    {
        final boolean direct = dst.remaining() >= engine.getSession().getApplicationBufferSize();
        final ByteBuffer to = direct ? dst : scratch.plain();
        final SSLEngineResult result = engine.unwrap(in, to);
        if (!direct && result.bytesProduced() > 0)
        {
            plain.set(to.flip());
            plain.moveTo(dst);
        }
        switch (result.getStatus())
        {
            case OK:
                noticeEndOfHandshake(result.getHandshakeStatus());
                wholeRecords = !plain.isEmpty() && in.hasRemaining();
                return plain.isEmpty() && (result.bytesConsumed() > 0 || isBusy(result.getHandshakeStatus()));

            case BUFFER_UNDERFLOW:
                return false;

            case CLOSED:
                closed = true;
                return false;

            default:
                throw new SSLException("a record is longer than TLS allows");
        }
    }

    private static boolean isBusy(final HandshakeStatus status)
    {
        return status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK;
    }

    private void noticeEndOfHandshake(final HandshakeStatus status)
    {
        if (handshaking && (status == HandshakeStatus.FINISHED || status == HandshakeStatus.NOT_HANDSHAKING))
        {
            handshaking = false;
            peer = Peers.of(engine.getSession());
        }
    }

    private void fail(final SSLException failure)
    {
        reason = failure.getMessage();
        try
        {
            for (int i = 0; i < MAX_ALERTS && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++)
            {
                sendHandshake();
            }
        }
        catch (final SSLException ignore)
        {
            // The engine says it a second time, or cannot even say why: the peer is closed either way.
        }
        closed = true;
    }

    // ---- out

    private void sendHandshake() throws SSLException
    {
        final ByteBuffer out = scratch.encryptedOut();
        final SSLEngineResult result = engine.wrap(NOTHING, out);
        noticeEndOfHandshake(result.getHandshakeStatus());
        send(out.flip());
        if (result.getStatus() == SSLEngineResult.Status.CLOSED || output.length() > MAX_HANDSHAKE_BACKLOG)
        {
            closed = true;
        }
    }

    public int write(final ByteBuffer src)
    {
        sources[0] = src;
        sources[1] = NOTHING;
        return write();
    }

    public int write(final ByteBuffer first, final ByteBuffer second)
    {
        sources[0] = first;
        sources[1] = second;
        return write();
    }

    private int write()
    {
        if (closed || outputEnded || flush() < 0)
        {
            return Channel.CLOSED;
        }
        final int offered = remaining();
        try
        {
            while (!closed && !handshaking && output.isEmpty() && remaining() > 0 && encrypt())
            {
                continue;
            }
        }
        catch (final SSLException ex)
        {
            fail(ex);
        }
        final int written = offered - remaining();
        return written == 0 && closed ? Channel.CLOSED : written;
    }

    private int remaining()
    {
        return sources[0].remaining() + sources[1].remaining();
    }

    /** As many records as one buffer holds, sent at once. */
    private boolean encrypt() throws SSLException
    {
        final ByteBuffer out = scratch.encryptedOut();
        final int recordLength = engine.getSession().getPacketBufferSize();
        boolean goesOn = true;
        while (goesOn && remaining() > 0 && out.remaining() >= recordLength)
        {
            final SSLEngineResult result = engine.wrap(sources, out);
            goesOn = result.getStatus() == SSLEngineResult.Status.OK && result.bytesProduced() > 0;
            closed |= result.getStatus() == SSLEngineResult.Status.CLOSED;
        }
        send(out.flip());
        return goesOn;
    }

    private void send(final ByteBuffer encrypted)
    {
        if (output.isEmpty() && below.write(encrypted) < 0)
        {
            closed = true;
            return;
        }
        if (encrypted.hasRemaining())
        {
            output.append(encrypted);
        }
    }

    public boolean hasPendingOutput()
    {
        return !output.isEmpty() || below.hasPendingOutput();
    }

    public int flush()
    {
        if (!output.isEmpty())
        {
            final int written = below.write(output.view());
            if (written < 0)
            {
                output.clear();
                closed = true;
                return Channel.CLOSED;
            }
            output.skip(written);
        }
        return 0;
    }

    public void shutdownOutput()
    {
        if (outputEnded)
        {
            return;
        }
        outputEnded = true;
        engine.closeOutbound();
        try
        {
            for (int i = 0; i < MAX_ALERTS && !closed && !engine.isOutboundDone(); i++)
            {
                sendHandshake();
            }
        }
        catch (final SSLException ignore)
        {
            // There is nothing to say good-bye to.
        }
        below.shutdownOutput();
    }

    // ---- what it is about

    public boolean hasBufferedInput()
    {
        return !plain.isEmpty() || wholeRecords || closed && !endTold || below.hasBufferedInput();
    }

    public boolean isHandshaking()
    {
        return handshaking;
    }

    public Runnable task()
    {
        return handshaking && !closed && engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK ? this::run : null;
    }

    private void run()
    {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null)
        {
            task.run();
        }
    }

    public TlsPeer tls()
    {
        return peer;
    }

    public AcceptorCounter refusal()
    {
        return reason == null ? null : AcceptorCounter.TLS_FAILED;
    }

    public String reason()
    {
        return reason;
    }
}
