package io.maxmq.core.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names a client: tenant and client id. Immutable.
 */
public final class ClientKey
{
    private final int tenant;
    private final byte[] clientId;
    private final int hash;

    public ClientKey(final int tenant, final byte[] clientId)
    {
        this.tenant = tenant;
        this.clientId = clientId;
        this.hash = 31 * Arrays.hashCode(clientId) + tenant;
    }

    public int tenant()
    {
        return tenant;
    }

    /**
     * @return the client id's bytes, not to be changed.
     */
    public byte[] clientId()
    {
        return clientId;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof ClientKey key && tenant == key.tenant && Arrays.equals(clientId, key.clientId);
    }

    @Override
    public int hashCode()
    {
        return hash;
    }

    @Override
    public String toString()
    {
        final String id = new String(clientId, StandardCharsets.UTF_8);
        return tenant == 0 ? id : tenant + ":" + id;
    }
}
