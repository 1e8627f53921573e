package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.MqttVersion.V3_1;
import static io.maxmq.transport.codec.MqttVersion.V3_1_1;
import static io.maxmq.transport.codec.MqttVersion.V5;
import static io.maxmq.transport.codec.PacketTable.bad;
import static io.maxmq.transport.codec.PacketTable.good;
import static io.maxmq.transport.codec.Sender.CLIENT;
import static io.maxmq.transport.codec.Sender.SERVER;

/** Samples of PUBLISH and its four acknowledgements. */
final class PublishPackets
{
    private PublishPackets()
    {
    }

    static void add()
    {
        publish();
        malformedPublish();
        publishProperties();
        acknowledgements();
    }

    private static void publish()
    {
        good("QoS 0", V3_1, CLIENT, "30 .. \"a/b\" ~ 'hello'", "topic='a/b' payload='hello'");
        good("QoS 0, retained, empty", V3_1_1, CLIENT, "31 .. \"a/b\" ~", "topic='a/b' retain payload=''");
        good("QoS 1", V3_1_1, CLIENT, "32 .. \"a/b\" 0007 ~ 'hello'", "topic='a/b' qos=1 packet=7 payload='hello'");
        good("QoS 2 again", V3_1_1, CLIENT, "3c .. \"a\" ffff ~ 'hello'",
            "topic='a' qos=2 dup packet=65535 payload='hello'");
        good("QoS 0", V5, CLIENT, "30 .. \"a/b\" {} ~ 'hello'", "topic='a/b' payload='hello'");
        good("QoS 1", V5, CLIENT, "33 .. \"a/b\" 0001 {} ~ 'hello'",
            "topic='a/b' qos=1 retain packet=1 payload='hello'");
        good("everything", V5, CLIENT,
            "3d .. \"a/b\" 0102 { 26 \"k\" \"v\" 01 01 02 0000003c 03 \"text\" 23 0005 08 \"reply/to\" " +
                "26 \"k\" \"w\" 09 <0203> } ~ 'hello'",
            "topic='a/b' qos=2 dup retain packet=258 alias=5 expiry=60 format=1 type='text' response='reply/to' " +
                "correlation='\2\3' k=v k=w payload='hello'");
        good("only what is passed on", V5, CLIENT, "30 .. \"t\" { 03 \"x\" 26 \"\" \"\" 09 <> } ~ '!'",
            "topic='t' type='x' correlation='' = payload='!'");
        good("alias instead of a topic", V5, CLIENT, "30 .. \"\" { 23 ffff } ~ 'x'",
            "topic='' alias=65535 payload='x'");
        good("expiry 0", V5, CLIENT, "30 .. \"t\" { 02 00000000 } ~", "topic='t' expiry=0 payload=''");
        good("binary payload", V5, CLIENT, "30 .. \"t\" {} ~ 00", "topic='t' payload='\0'");
        good("subscription identifiers", V5, SERVER, "30 .. \"t\" { 0b 01 0b ffffff7f 0b 8001 } ~ 'x'",
            "topic='t' subscription=1 subscription=268435455 subscription=128 payload='x'");
    }

    private static void malformedPublish()
    {
        for (final int version : new int[] {V3_1, V3_1_1, V5})
        {
            final String properties = version == V5 ? " {}" : "";
            bad("QoS 3", version, CLIENT, "36 .. \"t\" 0001" + properties, Violation.BAD_QOS);
            bad("DUP at QoS 0", version, CLIENT, "38 .. \"t\"" + properties, Violation.DUP_ON_QOS_0);
            bad("packet id 0", version, CLIENT, "32 .. \"t\" 0000" + properties, Violation.PACKET_ID_ZERO);
            bad("packet id 0 at QoS 2", version, CLIENT, "34 .. \"t\" 0000" + properties, Violation.PACKET_ID_ZERO);
            bad("empty topic", version, CLIENT, "30 .. \"\"" + properties, Violation.EMPTY_TOPIC);
            bad("+ in the topic", version, CLIENT, "30 .. \"a/+/b\"" + properties, Violation.WILDCARD_IN_TOPIC);
            bad("# in the topic", version, CLIENT, "30 .. \"a/b#\"" + properties, Violation.WILDCARD_IN_TOPIC);
            bad("U+0000 in the topic", version, CLIENT, "30 .. <6100>" + properties, Violation.BAD_UTF8);
            bad("surrogate in the topic", version, CLIENT, "30 .. <edbfbf>" + properties, Violation.BAD_UTF8);
            bad("overlong '/'", version, CLIENT, "30 .. <61c0af>" + properties, Violation.BAD_UTF8);
            bad("empty", version, CLIENT, "30 ..", Violation.TRUNCATED);
            bad("topic beyond the end", version, CLIENT, "30 .. 0005 'abcd'", Violation.TRUNCATED);
            bad("half a packet id", version, CLIENT, "32 .. \"t\" 00", Violation.TRUNCATED);
        }
        bad("without properties", V5, CLIENT, "30 .. \"t\"", Violation.TRUNCATED);
        bad("properties beyond the end", V5, CLIENT, "30 .. \"t\" 05 01", Violation.TRUNCATED);
        bad("overlong length of properties", V5, CLIENT, "30 .. \"t\" 8000", Violation.MALFORMED_LENGTH);
    }

    private static void publishProperties()
    {
        badPublishProperty("unknown", CLIENT, "04", Violation.UNKNOWN_PROPERTY);
        badPublishProperty("unknown, high", CLIENT, "ff", Violation.UNKNOWN_PROPERTY);
        badPublishProperty("of another packet", CLIENT, "11 00000000", Violation.PROPERTY_NOT_ALLOWED);
        badPublishProperty("subscription id from a client", CLIENT, "0b 01", Violation.SUBSCRIPTION_ID_FROM_CLIENT);
        badPublishProperty("subscription id 0", SERVER, "0b 00", Violation.PROPERTY_OUT_OF_RANGE);
        badPublishProperty("overlong subscription id", SERVER, "0b 8100", Violation.MALFORMED_LENGTH);
        badPublishProperty("subscription id of five bytes", SERVER, "0b 8080808001", Violation.MALFORMED_LENGTH);
        badPublishProperty("half a subscription id", SERVER, "0b 80", Violation.TRUNCATED);
        badPublishProperty("format 2", CLIENT, "01 02", Violation.PROPERTY_OUT_OF_RANGE);
        badPublishProperty("format twice", CLIENT, "01 01 01 01", Violation.REPEATED_PROPERTY);
        badPublishProperty("expiry twice", CLIENT, "02 00000001 02 00000001", Violation.REPEATED_PROPERTY);
        badPublishProperty("content type twice", CLIENT, "03 \"a\" 03 \"a\"", Violation.REPEATED_PROPERTY);
        badPublishProperty("content type that is not UTF-8", CLIENT, "03 <f4908080>", Violation.BAD_UTF8);
        badPublishProperty("response topic twice", CLIENT, "08 \"a\" 08 \"a\"", Violation.REPEATED_PROPERTY);
        badPublishProperty("wildcard in the response topic", CLIENT, "08 \"a/#\"", Violation.WILDCARD_IN_TOPIC);
        badPublishProperty("empty response topic", CLIENT, "08 \"\"", Violation.EMPTY_TOPIC);
        badPublishProperty("response topic that is not UTF-8", CLIENT, "08 <00>", Violation.BAD_UTF8);
        badPublishProperty("correlation data twice", CLIENT, "09 <01> 09 <01>", Violation.REPEATED_PROPERTY);
        badPublishProperty("alias 0", CLIENT, "23 0000", Violation.TOPIC_ALIAS_INVALID);
        badPublishProperty("alias twice", CLIENT, "23 0001 23 0001", Violation.REPEATED_PROPERTY);
        badPublishProperty("user property without value", CLIENT, "26 \"k\"", Violation.TRUNCATED);
        badPublishProperty("value beyond the properties", CLIENT, "02 0000", Violation.TRUNCATED);
        badPublishProperty("identifier without value", CLIENT, "01", Violation.TRUNCATED);
    }

    private static void badPublishProperty(
        final String name, final Sender sender, final String property, final Violation violation)
    {
        bad("property: " + name, V5, sender, "30 .. \"topic\" { " + property + " } 'payload that follows'", violation);
    }

    private static void acknowledgements()
    {
        for (final String header : new String[] {"40", "50", "62", "70"})
        {
            final Sender sender = CLIENT;
            good("before 5", V3_1, sender, header + " .. 0001", "packet=1");
            good("before 5", V3_1_1, sender, header + " .. ffff", "packet=65535");
            good("short", V5, sender, header + " .. 1234", "packet=4660");
            good("success said", V5, sender, header + " .. 1234 | 00", "packet=4660");
            good("success and no properties", V5, sender, header + " .. 1234 | 00 | {}", "packet=4660");
            good("reason string", V5, sender, header + " .. 1234 | 00 | { 1f \"why\" }", "packet=4660 reason='why'");
            bad("empty", V3_1_1, sender, header + " ..", Violation.TRUNCATED);
            bad("half a packet id", V5, sender, header + " .. 00", Violation.TRUNCATED);
            bad("packet id 0", V3_1, sender, header + " .. 0000", Violation.PACKET_ID_ZERO);
            bad("packet id 0", V3_1_1, sender, header + " .. 0000", Violation.PACKET_ID_ZERO);
            bad("packet id 0", V5, sender, header + " .. 0000", Violation.PACKET_ID_ZERO);
            bad("trailing byte", V3_1, sender, header + " .. 0001 00", Violation.TRAILING_BYTES);
            bad("trailing byte", V3_1_1, sender, header + " .. 0001 00", Violation.TRAILING_BYTES);
            bad("trailing byte", V5, sender, header + " .. 0001 00 {} 00", Violation.TRAILING_BYTES);
            bad("reason code of another packet", V5, sender, header + " .. 0001 8e", Violation.BAD_REASON_CODE);
            bad("reason code that is none", V5, sender, header + " .. 0001 50", Violation.BAD_REASON_CODE);
            bad("reason string twice", V5, sender, header + " .. 0001 00 { 1f \"a\" 1f \"b\" }",
                Violation.REPEATED_PROPERTY);
            bad("property of another packet", V5, sender, header + " .. 0001 00 { 23 0001 }",
                Violation.PROPERTY_NOT_ALLOWED);
            bad("reason string that is not UTF-8", V5, sender, header + " .. 0001 00 { 1f <c3> }", Violation.BAD_UTF8);
        }
        good("nobody subscribed", V5, SERVER, "40 .. 0001 | 10", "packet=1 code=16");
        good("refused", V5, CLIENT, "50 .. 0001 | 97 | { 26 \"k\" \"v\" 1f \"full\" }",
            "packet=1 code=151 reason='full'");
        good("unknown packet id", V5, CLIENT, "62 .. 0001 | 92", "packet=1 code=146");
        good("unknown packet id", V5, CLIENT, "70 .. 0001 | 92", "packet=1 code=146");
        good("sent again", V3_1, CLIENT, "6a .. 0001", "packet=1");
        bad("packet id in use", V5, CLIENT, "62 .. 0001 91", Violation.BAD_REASON_CODE);
        bad("flags of the first byte", V3_1_1, CLIENT, "42 .. 0001", Violation.RESERVED_FLAGS);
        bad("flags of the first byte", V3_1_1, CLIENT, "51 .. 0001", Violation.RESERVED_FLAGS);
        bad("flags of the first byte", V3_1_1, CLIENT, "60 .. 0001", Violation.RESERVED_FLAGS);
        bad("flags of the first byte", V5, CLIENT, "6a .. 0001", Violation.RESERVED_FLAGS);
        bad("flags of the first byte", V5, CLIENT, "72 .. 0001", Violation.RESERVED_FLAGS);
    }
}
