package io.maxmq.tools;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where payloads come from and go to: bytes, not text.
 *
 * @param in  standard input.
 * @param out standard output.
 */
public record Streams(InputStream in, OutputStream out)
{
    /**
     * @return those of the process.
     */
    public static Streams ofProcess()
    {
        return new Streams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }
}
