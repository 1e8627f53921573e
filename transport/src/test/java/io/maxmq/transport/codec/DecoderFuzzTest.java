package io.maxmq.transport.codec;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;

/**
 * Jazzer on all decoders: nothing throws, and whatever is accepted survives being written and read again, see
 * {@link AnyBytes}.
 *
 * <p>The ordinary build runs the stored inputs only. To search for new ones, one method at a time:
 *
 * <pre>
 *  JAZZER_FUZZ=1 mvn -pl transport test -Dtest=DecoderFuzzTest#shouldStandAnyBody
 * </pre>
 *
 * <p>It then searches for as long as the method's {@code maxDuration} says; 0 means without end. What it finds is
 * stored under {@code src/test/resources}, in the folder of this class, and belongs into the repository together with
 * the correction.
 */
@Tag("fuzz")
final class DecoderFuzzTest
{
    @FuzzTest(maxDuration = "2m")
    void shouldStandAnyBody(final FuzzedDataProvider data)
    {
        final int firstByte = data.consumeByte();
        final int version = data.consumeInt(MqttVersion.V3_1, MqttVersion.V5);
        final Sender sender = data.pickValue(Sender.values());
        AnyBytes.check(firstByte, version, sender, data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "2m")
    void shouldStandAnyStream(final FuzzedDataProvider data)
    {
        final int version = data.consumeInt(MqttVersion.V3_1, MqttVersion.V5);
        final Sender sender = data.pickValue(Sender.values());
        AnyBytes.checkStream(version, sender, data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "1m")
    void shouldStandAnyConnectOfAnAcceptor(final byte[] body)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(body);
        final long clientId = ConnectDecoder.locateClientId(buffer, 0, body.length);
        final ConnectDecoder decoder = new ConnectDecoder();
        if (decoder.wrap(buffer, 0, body.length, 0) == Violation.NONE &&
            clientId != Region.of(decoder.clientIdOffset(), decoder.clientIdLength()))
        {
            throw new AssertionError("the acceptor found another client id than the worker");
        }
    }
}
