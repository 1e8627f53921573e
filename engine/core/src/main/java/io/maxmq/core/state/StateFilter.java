package io.maxmq.core.state;

import io.maxmq.core.session.Session;

/** Which part of a state is wanted. */
public interface StateFilter
{
    /** All of it. */
    StateFilter ALL = new StateFilter()
    {
        @Override
        public boolean everything()
        {
            return true;
        }

        @Override
        public boolean session(final Session session)
        {
            return true;
        }

        @Override
        public boolean topic(final int tenant, final String topic)
        {
            return true;
        }
    };

    /**
     * @return whether what belongs to no session and no topic is wanted too.
     */
    boolean everything();

    /**
     * @param session of the state.
     * @return whether it is wanted, with all that belongs to it.
     */
    boolean session(Session session);

    /**
     * @param tenant of the topic.
     * @param topic  of a message.
     * @return whether its retained message is wanted.
     */
    boolean topic(int tenant, String topic);
}
