package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;

/**
 * Buffers that the layers of all connections of one thread share; each holds something only while one read or write
 * lasts. Made when first used, so that a thread without layers has none.
 * <p>
 * Threading: one thread.
 */
public final class LayerScratch
{
    /** What one read of encrypted bytes takes at the most. */
    public static final int ENCRYPTED_IN = 64 * 1024;
    private static final int ENCRYPTED_OUT = 68 * 1024;
    private static final int PLAIN = 18 * 1024;
    private static final int FRAMED = 64 * 1024;

    private ByteBuffer encryptedIn;
    private ByteBuffer encryptedOut;
    private ByteBuffer plain;
    private ByteBuffer framed;

    /**
     * @return for bytes as they come from the socket, with what was kept of one record in front; empty.
     */
    public ByteBuffer encryptedIn()
    {
        if (encryptedIn == null)
        {
            encryptedIn = ByteBuffer.allocateDirect(ENCRYPTED_IN + PLAIN);
        }
        return encryptedIn.clear();
    }

    /**
     * @return for records on their way to the socket; empty.
     */
    public ByteBuffer encryptedOut()
    {
        if (encryptedOut == null)
        {
            encryptedOut = ByteBuffer.allocateDirect(ENCRYPTED_OUT);
        }
        return encryptedOut.clear();
    }

    /**
     * @return for the content of one record; empty.
     */
    public ByteBuffer plain()
    {
        if (plain == null)
        {
            plain = ByteBuffer.allocateDirect(PLAIN);
        }
        return plain.clear();
    }

    /**
     * @return for frames of WebSocket; empty.
     */
    public ByteBuffer framed()
    {
        if (framed == null)
        {
            framed = ByteBuffer.allocateDirect(FRAMED);
        }
        return framed.clear();
    }
}
