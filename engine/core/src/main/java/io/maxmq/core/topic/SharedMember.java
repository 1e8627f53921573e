package io.maxmq.core.topic;

/**
 * A member of a {@link SharedGroup}: an element of one of the group's rings.
 */
final class SharedMember
{
    final SharedGroup group;
    final Subscription subscription;
    SharedMember previous;
    SharedMember next;
    MemberRing ring;

    SharedMember(final SharedGroup group, final Subscription subscription)
    {
        this.group = group;
        this.subscription = subscription;
    }
}
