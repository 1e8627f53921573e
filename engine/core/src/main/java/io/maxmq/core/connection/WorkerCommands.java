package io.maxmq.core.connection;

/**
 * The way by which other threads have something done on a worker's thread.
 */
@FunctionalInterface
public interface WorkerCommands
{
    /**
     * Has a command executed in one of the worker's next cycles; commands of one thread keep their order.
     *
     * @param command to execute. It must not block.
     */
    void execute(Runnable command);
}
