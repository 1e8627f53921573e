package io.maxmq.security.acl;

import io.maxmq.security.RefusalLog;
import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;

import java.util.Locale;

/**
 * Decides by rules in a file, at once. Thread-safe; the rules are replaced as a whole, by {@link #reload()}, and the old
 * ones stay where the new ones cannot be read.
 */
public final class AclAuthoriser implements Authoriser
{
    private final AclFile file;
    private final boolean endsConnections;
    private final boolean tellsWhy;
    private final RefusalLog refusals;
    private volatile Acl acl;

    /**
     * @param file            of the rules.
     * @param endsConnections whether who publishes what it may not is disconnected.
     * @param tellsWhy        whether who subscribes to what it may not is told why.
     * @param refusals        takes note of what is denied.
     * @throws AclException where the file is wrong.
     */
    public AclAuthoriser(
        final AclFile file, final boolean endsConnections, final boolean tellsWhy, final RefusalLog refusals)
        throws AclException
    {
        this.tellsWhy = tellsWhy;
        this.file = file;
        this.endsConnections = endsConnections;
        this.refusals = refusals;
        acl = file.read();
    }

    @Override
    public void authorise(
        final ClientInfo client, final Action action, final String topic, final Decision decision)
    {
        final boolean allowed = acl.allows(client, action, topic);
        if (!allowed)
        {
            refusals.refused(client, "may not " + action.name().toLowerCase(Locale.ROOT) + " " + topic);
        }
        decision.decide(allowed);
    }

    @Override
    public boolean filtersDeliveries()
    {
        return true;
    }

    @Override
    public boolean endsConnections()
    {
        return endsConnections;
    }

    @Override
    public boolean tellsWhy()
    {
        return tellsWhy;
    }

    /**
     * Reads the rules again. Whoever has asked for decisions has to ask again.
     *
     * @return how many rules there are now.
     * @throws AclException where the file is wrong: nothing has changed.
     */
    public int reload() throws AclException
    {
        final Acl read = file.read();
        acl = read;
        return read.size();
    }
}
