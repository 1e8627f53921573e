package io.maxmq.journal.log;

class InMemoryLogContractTest extends LogContract
{
    @Override
    protected Log create(final int readerCount)
    {
        return new InMemoryLog(LogConfig.forReaders(readerCount).withSegmentLength(8192));
    }
}
