package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.MqttVersion.V3_1;
import static io.maxmq.transport.codec.MqttVersion.V3_1_1;
import static io.maxmq.transport.codec.MqttVersion.V5;
import static io.maxmq.transport.codec.PacketTable.bad;
import static io.maxmq.transport.codec.PacketTable.good;
import static io.maxmq.transport.codec.Sender.CLIENT;
import static io.maxmq.transport.codec.Sender.SERVER;

/** Samples of SUBSCRIBE, UNSUBSCRIBE and their acknowledgements. */
final class SubscribePackets
{
    private SubscribePackets()
    {
    }

    static void add()
    {
        subscribe();
        malformedSubscribe();
        suback();
        unsubscribe();
        unsuback();
    }

    private static void subscribe()
    {
        good("one filter", V3_1, CLIENT, "82 .. 0001 \"a/b\" 00", "packet=1 filter='a/b'");
        good("sent again", V3_1, CLIENT, "8a .. 0001 \"a/b\" 01", "packet=1 filter='a/b' qos=1");
        good("three filters", V3_1_1, CLIENT, "82 .. 0002 \"a/+\" 00 | \"#\" 01 | \"$share/g/x/#\" 02",
            "packet=2 filter='a/+' filter='#' qos=1 filter='$share/g/x/#' qos=2");
        good("one filter", V5, CLIENT, "82 .. 0001 {} \"a\" 00", "packet=1 filter='a'");
        good("everything", V5, CLIENT, "82 .. 0001 { 0b ffffff7f 26 \"k\" \"v\" } \"a\" 2e | \"/\" 11 | \"+/+\" 08",
            "packet=1 subscription=268435455 k=v filter='a' qos=2 noLocal asPublished retainHandling=2 " +
                "filter='/' qos=1 retainHandling=1 filter='+/+' asPublished");
        good("shared", V5, CLIENT, "82 .. 0001 {} \"$share/group/+/b\" 19",
            "packet=1 filter='$share/group/+/b' qos=1 asPublished retainHandling=1");
    }

    private static void malformedSubscribe()
    {
        for (final int version : new int[] {V3_1, V3_1_1, V5})
        {
            final String properties = version == V5 ? " {} " : " ";
            final String start = "82 .. 0001" + properties;
            bad("packet id 0", version, CLIENT, "82 .. 0000" + properties + "\"a\" 00", Violation.PACKET_ID_ZERO);
            bad("no filter", version, CLIENT, start, Violation.EMPTY_SUBSCRIPTION);
            bad("QoS 3", version, CLIENT, start + "\"a\" 03", Violation.BAD_SUBSCRIPTION_QOS);
            bad("reserved bits", version, CLIENT, start + "\"a\" 40", Violation.RESERVED_BITS);
            bad("reserved bits of the second", version, CLIENT, start + "\"a\" 00 \"b\" 80", Violation.RESERVED_BITS);
            bad("without options", version, CLIENT, start + "\"a\"", Violation.TRUNCATED);
            bad("half a filter", version, CLIENT, start + "\"a\" 00 0003 'b'", Violation.TRUNCATED);
            bad("empty filter", version, CLIENT, start + "\"\" 00", Violation.INVALID_FILTER);
            bad("# not at the end", version, CLIENT, start + "\"#/a\" 00", Violation.INVALID_FILTER);
            bad("# beside other characters", version, CLIENT, start + "\"a#\" 00", Violation.INVALID_FILTER);
            bad("+ beside other characters", version, CLIENT, start + "\"a/b+/c\" 00", Violation.INVALID_FILTER);
            bad("share without name", version, CLIENT, start + "\"$share//a\" 00", Violation.INVALID_FILTER);
            bad("share without filter", version, CLIENT, start + "\"$share/g/\" 00", Violation.INVALID_FILTER);
            bad("filter that is not UTF-8", version, CLIENT, start + "<fe> 00", Violation.BAD_UTF8);
            bad("U+0000 in a filter", version, CLIENT, start + "<00> 00", Violation.BAD_UTF8);
            bad("flags of the first byte", version, CLIENT, "80 .. 0001" + properties + "\"a\" 00",
                Violation.RESERVED_FLAGS);
        }
        bad("DUP", V3_1_1, CLIENT, "8a .. 0001 \"a\" 00", Violation.RESERVED_FLAGS);
        bad("options of 5.0", V3_1_1, CLIENT, "82 .. 0001 \"a\" 04", Violation.RESERVED_BITS);
        bad("retain handling 3", V5, CLIENT, "82 .. 0001 {} \"a\" 30", Violation.BAD_RETAIN_HANDLING);
        bad("no local on a shared one", V5, CLIENT, "82 .. 0001 {} \"$share/g/a\" 04", Violation.NO_LOCAL_ON_SHARED);
        bad("subscription id 0", V5, CLIENT, "82 .. 0001 { 0b 00 } \"a\" 00", Violation.PROPERTY_OUT_OF_RANGE);
        bad("subscription id twice", V5, CLIENT, "82 .. 0001 { 0b 01 0b 02 } \"a\" 00", Violation.REPEATED_PROPERTY);
        bad("property of another packet", V5, CLIENT, "82 .. 0001 { 1f \"x\" } \"a\" 00",
            Violation.PROPERTY_NOT_ALLOWED);
        bad("without properties", V5, CLIENT, "82 .. 0001", Violation.TRUNCATED);
    }

    private static void suback()
    {
        good("granted", V3_1, SERVER, "90 .. 0001 00 | 01 | 02", "packet=1 code=0 code=1 code=2");
        good("refused", V3_1_1, SERVER, "90 .. 0001 80", "packet=1 code=128");
        good("codes", V5, SERVER, "90 .. 0001 {} 00 | 02 | 87 | a2", "packet=1 code=0 code=2 code=135 code=162");
        good("properties", V5, SERVER, "90 .. 0001 { 1f \"x\" 26 \"k\" \"v\" } 01", "packet=1 code=1");
        bad("flags of the first byte", V3_1_1, SERVER, "92 .. 0001 00", Violation.RESERVED_FLAGS);
        bad("packet id 0", V3_1_1, SERVER, "90 .. 0000 00", Violation.PACKET_ID_ZERO);
        bad("without codes", V3_1_1, SERVER, "90 .. 0001", Violation.TRUNCATED);
        bad("without codes", V5, SERVER, "90 .. 0001 {}", Violation.TRUNCATED);
        bad("code of 5.0", V3_1_1, SERVER, "90 .. 0001 87", Violation.BAD_REASON_CODE);
        bad("code of another packet", V5, SERVER, "90 .. 0001 {} 00 11", Violation.BAD_REASON_CODE);
        bad("property of another packet", V5, SERVER, "90 .. 0001 { 0b 01 } 00", Violation.PROPERTY_NOT_ALLOWED);
    }

    private static void unsubscribe()
    {
        good("one filter", V3_1, CLIENT, "a2 .. 0001 \"a\"", "packet=1 filter='a'");
        good("sent again", V3_1, CLIENT, "aa .. 0001 \"a\"", "packet=1 filter='a'");
        good("three filters", V3_1_1, CLIENT, "a2 .. 0001 \"a\" | \"b/#\" | \"$share/g/c\"",
            "packet=1 filter='a' filter='b/#' filter='$share/g/c'");
        good("user property", V5, CLIENT, "a2 .. 0001 { 26 \"k\" \"v\" } \"a\" | \"b\"",
            "packet=1 k=v filter='a' filter='b'");
        for (final int version : new int[] {V3_1, V3_1_1, V5})
        {
            final String properties = version == V5 ? " {} " : " ";
            final String start = "a2 .. 0001" + properties;
            bad("packet id 0", version, CLIENT, "a2 .. 0000" + properties + "\"a\"", Violation.PACKET_ID_ZERO);
            bad("no filter", version, CLIENT, start, Violation.EMPTY_SUBSCRIPTION);
            bad("half a filter", version, CLIENT, start + "\"a\" 0003 'b'", Violation.TRUNCATED);
            bad("half a length", version, CLIENT, start + "\"a\" 00", Violation.TRUNCATED);
            bad("empty filter", version, CLIENT, start + "\"\"", Violation.INVALID_FILTER);
            bad("wildcard amid a level", version, CLIENT, start + "\"a+\"", Violation.INVALID_FILTER);
            bad("filter that is not UTF-8", version, CLIENT, start + "<80>", Violation.BAD_UTF8);
            bad("flags of the first byte", version, CLIENT, "a0 .. 0001" + properties + "\"a\"",
                Violation.RESERVED_FLAGS);
        }
        bad("DUP", V3_1_1, CLIENT, "aa .. 0001 \"a\"", Violation.RESERVED_FLAGS);
        bad("subscription id", V5, CLIENT, "a2 .. 0001 { 0b 01 } \"a\"", Violation.PROPERTY_NOT_ALLOWED);
    }

    private static void unsuback()
    {
        good("before 5", V3_1, SERVER, "b0 .. 0001", "packet=1");
        good("before 5", V3_1_1, SERVER, "b0 .. 0001", "packet=1");
        good("codes", V5, SERVER, "b0 .. 0001 {} 00 | 11 | 8f", "packet=1 code=0 code=17 code=143");
        bad("trailing byte", V3_1_1, SERVER, "b0 .. 0001 00", Violation.TRAILING_BYTES);
        bad("packet id 0", V3_1_1, SERVER, "b0 .. 0000", Violation.PACKET_ID_ZERO);
        bad("without codes", V5, SERVER, "b0 .. 0001 {}", Violation.TRUNCATED);
        bad("code of SUBACK", V5, SERVER, "b0 .. 0001 {} 01", Violation.BAD_REASON_CODE);
        bad("flags of the first byte", V5, SERVER, "b2 .. 0001 {} 00", Violation.RESERVED_FLAGS);
    }
}
