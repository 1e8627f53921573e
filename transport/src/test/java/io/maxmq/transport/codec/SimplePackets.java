package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.MqttVersion.V3_1;
import static io.maxmq.transport.codec.MqttVersion.V3_1_1;
import static io.maxmq.transport.codec.MqttVersion.V5;
import static io.maxmq.transport.codec.PacketTable.bad;
import static io.maxmq.transport.codec.PacketTable.good;
import static io.maxmq.transport.codec.Sender.CLIENT;
import static io.maxmq.transport.codec.Sender.SERVER;

/** Samples of PINGREQ, PINGRESP, DISCONNECT and AUTH. */
final class SimplePackets
{
    private SimplePackets()
    {
    }

    static void add()
    {
        ping();
        disconnect();
        auth();
    }

    private static void ping()
    {
        for (final int version : new int[] {V3_1, V3_1_1, V5})
        {
            good("request", version, CLIENT, "c0 ..", "ping");
            good("response", version, SERVER, "d0 ..", "ping");
            bad("request with a body", version, CLIENT, "c0 .. 00", Violation.TRAILING_BYTES);
            bad("response with a body", version, SERVER, "d0 .. 00", Violation.TRAILING_BYTES);
            bad("request with flags", version, CLIENT, "c1 ..", Violation.RESERVED_FLAGS);
            bad("response with flags", version, SERVER, "d8 ..", Violation.RESERVED_FLAGS);
        }
    }

    private static void disconnect()
    {
        good("before 5", V3_1, CLIENT, "e0 ..", "code=0");
        good("before 5", V3_1_1, CLIENT, "e0 ..", "code=0");
        good("short", V5, CLIENT, "e0 ..", "code=0");
        good("with will", V5, CLIENT, "e0 .. | 04", "code=4");
        good("everything", V5, CLIENT, "e0 .. | 00 | { 11 0000003c 1f \"bye\" 26 \"k\" \"v\" }",
            "code=0 expiry=60 reason='bye' k=v");
        good("taken over", V5, SERVER, "e0 .. | 8e", "code=142");
        good("moved", V5, SERVER, "e0 .. | 9d | { 1c \"there\" 1f \"moved\" }",
            "code=157 reason='moved' server='there'");
        bad("flags of the first byte", V3_1_1, CLIENT, "e1 ..", Violation.RESERVED_FLAGS);
        bad("body", V3_1, CLIENT, "e0 .. 00", Violation.TRAILING_BYTES);
        bad("body", V3_1_1, CLIENT, "e0 .. 00", Violation.TRAILING_BYTES);
        bad("trailing byte", V5, CLIENT, "e0 .. 00 {} 00", Violation.TRAILING_BYTES);
        bad("reason of a server", V5, CLIENT, "e0 .. 8e", Violation.BAD_REASON_CODE);
        bad("reason of a client", V5, SERVER, "e0 .. 04", Violation.BAD_REASON_CODE);
        bad("granted QoS 1", V5, CLIENT, "e0 .. 01", Violation.BAD_REASON_CODE);
        bad("session expiry from a server", V5, SERVER, "e0 .. 00 { 11 00000000 }", Violation.PROPERTY_NOT_ALLOWED);
        bad("session expiry twice", V5, CLIENT, "e0 .. 00 { 11 00000000 11 00000000 }", Violation.REPEATED_PROPERTY);
        bad("half an expiry", V5, CLIENT, "e0 .. 00 { 11 0000 }", Violation.TRUNCATED);
        bad("reason string that is not UTF-8", V5, CLIENT, "e0 .. 00 { 1f <f0808080> }", Violation.BAD_UTF8);
    }

    private static void auth()
    {
        good("success", V5, SERVER, "f0 ..", "code=0");
        good("success with data", V5, SERVER, "f0 .. | 00 { 15 \"SCRAM\" 16 <01> }",
            "code=0 method='SCRAM' data='\1'");
        good("continues", V5, CLIENT, "f0 .. 18 { 15 \"SCRAM\" 16 <> 1f \"why\" 26 \"k\" \"v\" }",
            "code=24 method='SCRAM' data='' reason='why' k=v");
        good("again", V5, CLIENT, "f0 .. 19 { 15 \"SCRAM\" }", "code=25 method='SCRAM'");
        bad("before 5", V3_1, CLIENT, "f0 .. 18 { 15 \"SCRAM\" }", Violation.NOT_ALLOWED_FROM_CLIENT);
        bad("before 5", V3_1_1, CLIENT, "f0 .. 18 { 15 \"SCRAM\" }", Violation.NOT_ALLOWED_FROM_CLIENT);
        bad("flags of the first byte", V5, CLIENT, "f1 .. 18 { 15 \"SCRAM\" }", Violation.RESERVED_FLAGS);
        bad("success from a client", V5, CLIENT, "f0 ..", Violation.BAD_REASON_CODE);
        bad("again from a server", V5, SERVER, "f0 .. 19 { 15 \"SCRAM\" }", Violation.BAD_REASON_CODE);
        bad("without method", V5, CLIENT, "f0 .. 18 { 16 <01> }", Violation.AUTHENTICATION_METHOD_MISSING);
        bad("without properties", V5, CLIENT, "f0 .. 18", Violation.TRUNCATED);
        bad("method twice", V5, CLIENT, "f0 .. 18 { 15 \"a\" 15 \"a\" }", Violation.REPEATED_PROPERTY);
        bad("property of another packet", V5, CLIENT, "f0 .. 18 { 15 \"a\" 12 \"x\" }",
            Violation.PROPERTY_NOT_ALLOWED);
        bad("trailing byte", V5, CLIENT, "f0 .. 18 { 15 \"a\" } 00", Violation.TRAILING_BYTES);
    }
}
