package io.maxmq.tools.bench.load;

import io.maxmq.tools.bench.plan.ClientSpec;

/**
 * Connected, perhaps subscribed to something nobody publishes, and silent but for keep alive.
 */
final class IdleClient extends ClientConnection
{
    IdleClient(final Engine engine, final ClientSpec spec)
    {
        super(engine, spec);
    }
}
