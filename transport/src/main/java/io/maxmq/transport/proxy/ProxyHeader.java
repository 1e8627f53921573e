package io.maxmq.transport.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of the PROXY protocol, version 1 or 2, in front of everything that a connection brings. It is taken in
 * pieces that never reach beyond its end, so that what follows stays in the socket for whoever comes next.
 * <p>
 * Lifecycle: {@link #take(ByteBuffer)} of at most {@link #needed()} bytes until that is 0 or {@link #failure()} is set.
 * Threading: one thread.
 */
public final class ProxyHeader
{
    /** Longest header of version 2 that is taken, in bytes. */
    static final int MAX_LENGTH = 4 * 1024;

    private static final byte[] SIGNATURE_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    /** Below the length of the shortest header of both versions. */
    private static final int FIRST_PART = 12;
    private static final int MAX_LENGTH_1 = 107;
    private static final int FIXED_2 = 16;
    private static final int LENGTH_OFFSET = 14;

    private byte[] bytes = new byte[FIRST_PART];
    private int length;
    private boolean complete;
    private ProxiedPeer peer = ProxiedPeer.UNKNOWN;
    private String failure;

    /**
     * @return how many bytes certainly belong to what is missing of the header; 0 when it is whole or wrong.
     */
    public int needed()
    {
        if (complete || failure != null)
        {
            return 0;
        }
        if (length < FIRST_PART)
        {
            return FIRST_PART - length;
        }
        if (isFirstVersion())
        {
            return bytes[length - 1] == '\r' ? 1 : 2;
        }
        return (length < FIXED_2 ? FIXED_2 : FIXED_2 + declaredLength()) - length;
    }

    /**
     * @param part of the header, at most as long as {@link #needed()} says.
     */
    public void take(final ByteBuffer part)
    {
        final int count = part.remaining();
        if (bytes.length < length + count)
        {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, MAX_LENGTH_1 + 1));
        }
        part.get(bytes, length, count);
        length += count;
        if (!startsWith(SIGNATURE_1) && !startsWith(SIGNATURE_2))
        {
            failure = "it does not begin with a PROXY header";
        }
        else if (length >= FIRST_PART)
        {
            judge();
        }
    }

    /**
     * @return why the header was not understood, or null.
     */
    public String failure()
    {
        return failure;
    }

    /**
     * @return whom the header tells of; known when it is whole.
     */
    public ProxiedPeer peer()
    {
        return peer;
    }

    private void judge()
    {
        try
        {
            if (isFirstVersion())
            {
                judgeFirst();
            }
            else if (length == FIXED_2 && declaredLength() > MAX_LENGTH - FIXED_2)
            {
                failure = "the PROXY header is too long";
            }
            else if (length >= FIXED_2 && length == FIXED_2 + declaredLength())
            {
                peer = BinaryHeader.parse(Arrays.copyOf(bytes, length));
                complete = true;
            }
        }
        catch (final IllegalArgumentException ex)
        {
            failure = "the PROXY header is malformed: " + ex.getMessage();
        }
    }

    private void judgeFirst()
    {
        checkLine();
        if (bytes[length - 1] == '\n')
        {
            peer = TextHeader.parse(new String(bytes, 0, length - 2, StandardCharsets.ISO_8859_1));
            complete = true;
        }
        else if (length >= MAX_LENGTH_1)
        {
            throw new IllegalArgumentException("its line is too long");
        }
    }

    /** Carriage return and line feed come together, at the end. */
    private void checkLine()
    {
        for (int i = 0; i < length; i++)
        {
            final boolean returns = i > 0 && bytes[i - 1] == '\r';
            if (returns != (bytes[i] == '\n') || returns && i < length - 1)
            {
                throw new IllegalArgumentException("its line does not end as it should");
            }
        }
    }

    private boolean isFirstVersion()
    {
        return bytes[0] == SIGNATURE_1[0];
    }

    private int declaredLength()
    {
        return (bytes[LENGTH_OFFSET] & 0xFF) << 8 | bytes[LENGTH_OFFSET + 1] & 0xFF;
    }

    private boolean startsWith(final byte[] signature)
    {
        final int compared = Math.min(length, signature.length);
        return Arrays.equals(bytes, 0, compared, signature, 0, compared);
    }
}
