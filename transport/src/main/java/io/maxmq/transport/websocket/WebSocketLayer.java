package io.maxmq.transport.websocket;

import java.nio.ByteBuffer;

import io.maxmq.transport.tcp.AcceptorCounter;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.Kept;
import io.maxmq.transport.tcp.Layer;
import io.maxmq.transport.tcp.LayerScratch;
import io.maxmq.transport.tcp.TlsPeer;

/**
 * One WebSocket, the server's side: the request that opens it, then binary frames whose borders mean nothing to MQTT
 * (MQTT-6.0.0-2).
 * <pre>
 *   below ──► request, then frames ──► [ parser ] ──► MQTT bytes     data is handed on as it comes, frames are not gathered
 *   below ◄── response, then frames ◄─────────────◄── MQTT bytes     one frame for each write; a frame that was begun is
 *                                                                    owed to the end before anything else is sent
 * </pre>
 * Lifecycle and threading: as {@link Layer}.
 * <p>
 * Invariants: at most {@link #MAX_REQUEST} bytes of a request are kept; a ping is answered, the last one where they come
 * faster than answers leave; whatever breaks the protocol is answered with its close code, and the connection ends.
 */
public final class WebSocketLayer implements Layer
{
    /** Longest request in bytes. */
    static final int MAX_REQUEST = 8 * 1024;

    private static final int MAX_READS = 16;
    private static final int MAX_HEADER = 10;
    private static final int FIN = 0x80;
    private static final int BINARY = FIN | 0x2;
    private static final int CLOSE = FIN | 0x8;
    private static final int PONG = FIN | 0xA;
    private static final int SHORT_LENGTH = 125;
    private static final int MAX_16 = 0xFFFF;
    private static final byte[] END_OF_REQUEST = {'\r', '\n', '\r', '\n'};

    private final Layer below;
    private final WebSocketSettings settings;
    private final FrameParser parser = new FrameParser();
    private final Kept output = new Kept();
    private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER);
    private LayerScratch scratch;
    private byte[] request = new byte[0];
    private byte[] pong;
    private boolean open;
    private boolean closed;
    private boolean endTold;
    private boolean closeSent;
    private long owed;
    private String reason;

    /**
     * @param below    that carries the frames.
     * @param settings of the listener.
     */
    public WebSocketLayer(final Layer below, final WebSocketSettings settings)
    {
        this.below = below;
        this.settings = settings;
    }

    public void use(final LayerScratch newScratch)
    {
        scratch = newScratch;
        below.use(newScratch);
    }

    // ---- in

    public int read(final ByteBuffer dst)
    {
        final int before = dst.position();
        for (int i = 0; i < MAX_READS && !closed && dst.position() == before; i++)
        {
            if (!readOnce(dst))
            {
                break;
            }
        }
        final int read = dst.position() - before;
        if (read == 0 && closed)
        {
            endTold = true;
            return Channel.CLOSED;
        }
        return read;
    }

    /** False when nothing has come. */
    private boolean readOnce(final ByteBuffer dst)
    {
        final ByteBuffer in = scratch.framed();
        // Never more than there is room for: what frames carry is shorter than they are.
        final int count = below.read(in.limit(Math.min(in.capacity(), dst.remaining())));
        if (count <= 0)
        {
            closed |= count < 0;
            return false;
        }
        in.flip();
        if (!open)
        {
            readRequest(in);
        }
        if (open)
        {
            readFrames(in, dst);
        }
        return true;
    }

    private void readRequest(final ByteBuffer in)
    {
        final int kept = request.length;
        final byte[] all = new byte[Math.min(MAX_REQUEST, kept + in.remaining())];
        System.arraycopy(request, 0, all, 0, kept);
        final int start = in.position();
        in.get(all, kept, all.length - kept);
        request = all;
        final int end = endOfRequest(Math.max(0, kept - END_OF_REQUEST.length));
        if (end >= 0)
        {
            in.position(start + end - kept);
            final byte[] whole = new byte[end];
            System.arraycopy(all, 0, whole, 0, end);
            answer(Upgrade.of(whole, settings));
        }
        else if (all.length == MAX_REQUEST)
        {
            answer(Upgrade.tooLong());
        }
    }

    private int endOfRequest(final int from)
    {
        for (int i = from; i + END_OF_REQUEST.length <= request.length; i++)
        {
            int matched = 0;
            while (matched < END_OF_REQUEST.length && request[i + matched] == END_OF_REQUEST[matched])
            {
                matched++;
            }
            if (matched == END_OF_REQUEST.length)
            {
                return i + matched;
            }
        }
        return -1;
    }

    private void answer(final Upgrade upgrade)
    {
        request = new byte[0];
        reason = upgrade.reason();
        open = upgrade.isAccepted();
        closed = !open;
        send(ByteBuffer.wrap(upgrade.response()));
    }

    private void readFrames(final ByteBuffer in, final ByteBuffer dst)
    {
        while (!closed)
        {
            final int result = parser.parse(in, dst);
            if (result == FrameParser.MORE)
            {
                return;
            }
            if (result < 0)
            {
                reason = "a frame breaks the WebSocket protocol";
                end(-result);
            }
            else if (result == FrameParser.PING)
            {
                pong = parser.control();
                sendPong();
            }
            else if (result == FrameParser.CLOSE)
            {
                end(codeToAnswer(parser.control()));
            }
        }
    }

    private static int codeToAnswer(final byte[] content)
    {
        if (content.length == 0)
        {
            return CloseCode.NORMAL;
        }
        final int code = content.length == 1 ? 0 : (content[0] & 0xFF) << 8 | content[1] & 0xFF;
        return CloseCode.isAllowed(code) ? code : CloseCode.PROTOCOL_ERROR;
    }

    private void end(final int code)
    {
        sendClose(code);
        closed = true;
    }

    // ---- out

    public int write(final ByteBuffer src)
    {
        if (closed && endTold || closeSent || flush() < 0)
        {
            return Channel.CLOSED;
        }
        if (!open || hasPendingOutput())
        {
            return 0;
        }
        int written = 0;
        if (owed > 0)
        {
            written = writeOwed(src);
            if (written < 0)
            {
                return Channel.CLOSED;
            }
            sendPong();
        }
        return owed > 0 || !src.hasRemaining() || hasPendingOutput() ? written : writeFrame(src, written);
    }

    private int writeOwed(final ByteBuffer src)
    {
        final int limit = src.limit();
        src.limit((int)Math.min(limit, src.position() + owed));
        final int count = below.write(src);
        src.limit(limit);
        if (count >= 0)
        {
            owed -= count;
        }
        return count;
    }

    private int writeFrame(final ByteBuffer src, final int before)
    {
        final int length = src.remaining();
        encodeHeader(BINARY, length);
        if (below.write(header, src) < 0)
        {
            return Channel.CLOSED;
        }
        if (header.hasRemaining())
        {
            output.append(header);
        }
        owed = src.remaining();
        return before + length - src.remaining();
    }

    private void encodeHeader(final int start, final int length)
    {
        header.clear().put((byte)start);
        if (length <= SHORT_LENGTH)
        {
            header.put((byte)length);
        }
        else if (length <= MAX_16)
        {
            header.put((byte)(SHORT_LENGTH + 1)).putShort((short)length);
        }
        else
        {
            header.put((byte)(SHORT_LENGTH + 2)).putLong(length);
        }
        header.flip();
    }

    /** Not in the middle of a frame, and not while an earlier answer has not left: then the later ping counts. */
    private void sendPong()
    {
        if (pong != null && owed == 0 && output.isEmpty() && !closeSent)
        {
            sendControl(PONG, pong);
            pong = null;
        }
    }

    private void sendClose(final int code)
    {
        if (open && !closeSent && owed == 0)
        {
            sendControl(CLOSE, new byte[]{(byte)(code >> 8), (byte)code});
        }
        closeSent = true;
    }

    private void sendControl(final int start, final byte[] content)
    {
        encodeHeader(start, content.length);
        final ByteBuffer frame = ByteBuffer.allocate(header.remaining() + content.length);
        send(frame.put(header).put(content).flip());
    }

    private void send(final ByteBuffer bytes)
    {
        if (output.isEmpty() && below.write(bytes) < 0)
        {
            closed = true;
        }
        else if (bytes.hasRemaining())
        {
            output.append(bytes);
        }
    }

    public boolean hasPendingOutput()
    {
        return !output.isEmpty() || below.hasPendingOutput();
    }

    public int flush()
    {
        if (below.hasPendingOutput() && below.flush() < 0)
        {
            return fail();
        }
        if (!output.isEmpty())
        {
            final int count = below.write(output.view());
            if (count < 0)
            {
                return fail();
            }
            output.skip(count);
        }
        sendPong();
        return 0;
    }

    private int fail()
    {
        output.clear();
        closed = true;
        return Channel.CLOSED;
    }

    public void shutdownOutput()
    {
        sendClose(CloseCode.NORMAL);
        below.shutdownOutput();
    }

    // ---- what it is about

    public boolean hasBufferedInput()
    {
        return closed && !endTold || below.hasBufferedInput();
    }

    public boolean isHandshaking()
    {
        return !open;
    }

    public Runnable task()
    {
        return below.task();
    }

    public TlsPeer tls()
    {
        return below.tls();
    }

    public AcceptorCounter refusal()
    {
        return reason == null ? below.refusal() : AcceptorCounter.WEBSOCKET_REFUSED;
    }

    public String reason()
    {
        return reason == null ? below.reason() : reason;
    }
}
