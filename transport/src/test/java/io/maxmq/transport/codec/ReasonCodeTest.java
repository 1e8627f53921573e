package io.maxmq.transport.codec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whatever ends a connection can be told with the packet that its client may get (sections 3.2.2.2 and 3.14.2.1).
 */
class ReasonCodeTest
{
    @Test
    void shouldFindACodeForConnackAndDisconnectWhateverTheReason()
    {
        for (int code = 0; code <= 0xFF; code++)
        {
            final int refusal = ReasonCode.inConnack(code);
            assertTrue(ReasonCode.isFailure(refusal) && ReasonCodeSet.CONNACK.contains(refusal), "code " + code);
            assertTrue(ReasonCodeSet.SERVER_DISCONNECT.contains(ReasonCode.inDisconnect(code)), "code " + code);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Violation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldTellEveryViolation(final Violation violation)
    {
        final int code = violation.reasonCode();
        assertTrue(ReasonCode.isFailure(code));
        assertTrue(ReasonCodeSet.CONNACK.contains(violation.connackReasonCode()));
        if (!isOfConnectAlone(violation))
        {
            assertEquals(code, ReasonCode.inDisconnect(code), "DISCONNECT says the same");
        }
    }

    private static boolean isOfConnectAlone(final Violation violation)
    {
        return violation == Violation.BAD_PROTOCOL_NAME || violation == Violation.UNSUPPORTED_VERSION ||
            violation == Violation.EMPTY_CLIENT_ID;
    }

    @ParameterizedTest
    @CsvSource({"0x8E, 0x83, 0x8E", "0x8B, 0x88, 0x8B", "0x86, 0x86, 0x87", "0x8A, 0x8A, 0x87", "0x97, 0x97, 0x97",
        "0x98, 0x80, 0x98", "0x91, 0x80, 0x80"})
    void shouldKeepTheReasonWhereItCan(final String code, final String connack, final String disconnect)
    {
        assertEquals(Integer.decode(connack), ReasonCode.inConnack(Integer.decode(code)));
        assertEquals(Integer.decode(disconnect), ReasonCode.inDisconnect(Integer.decode(code)));
    }
}
