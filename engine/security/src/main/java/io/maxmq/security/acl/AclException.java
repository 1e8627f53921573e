package io.maxmq.security.acl;

import java.util.List;

/**
 * The rules cannot be read. The message says where and why, and what to do.
 */
public final class AclException extends Exception
{
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 10;

    AclException(final List<String> errors)
    {
        super(String.join("; ", errors.subList(0, Math.min(SHOWN, errors.size()))) +
            (errors.size() > SHOWN ? "; and " + (errors.size() - SHOWN) + " more" : ""));
    }
}
