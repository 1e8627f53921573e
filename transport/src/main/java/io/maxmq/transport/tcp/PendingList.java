package io.maxmq.transport.tcp;

/**
 * The connections that wait, in the order in which they were accepted, which is also the order of their deadlines.
 * Adding and removing cost the same however many there are.
 */
final class PendingList
{
    private PendingConnection first;
    private PendingConnection last;
    private int size;

    PendingConnection first()
    {
        return first;
    }

    int size()
    {
        return size;
    }

    void add(final PendingConnection connection)
    {
        connection.previous = last;
        if (last == null)
        {
            first = connection;
        }
        else
        {
            last.next = connection;
        }
        last = connection;
        size++;
    }

    void remove(final PendingConnection connection)
    {
        if (connection.previous == null)
        {
            first = connection.next;
        }
        else
        {
            connection.previous.next = connection.next;
        }
        if (connection.next == null)
        {
            last = connection.previous;
        }
        else
        {
            connection.next.previous = connection.previous;
        }
        connection.previous = null;
        connection.next = null;
        size--;
    }
}
