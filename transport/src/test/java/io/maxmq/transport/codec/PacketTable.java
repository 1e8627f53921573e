package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.MqttVersion.V3_1;
import static io.maxmq.transport.codec.MqttVersion.V3_1_1;
import static io.maxmq.transport.codec.MqttVersion.V5;
import static io.maxmq.transport.codec.Sender.CLIENT;
import static io.maxmq.transport.codec.Sender.SERVER;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packets that all codec tests are about: for every type and version some as they should be, and one for every
 * way in which they can be wrong. {@link WireScript} explains how they are written.
 */
final class PacketTable {
    private static final List<PacketSample> SAMPLES = new ArrayList<>();

    static {
        connect();
        malformedConnect();
        connectProperties();
        connack();
        publish();
        malformedPublish();
        publishProperties();
        acknowledgements();
        subscribe();
        malformedSubscribe();
        suback();
        unsubscribe();
        unsuback();
        ping();
        disconnect();
        auth();
    }

    private PacketTable() {
    }

    static List<PacketSample> valid() {
        return SAMPLES.stream().filter(sample -> sample.violation() == Violation.NONE).collect(Collectors.toList());
    }

    static List<PacketSample> malformed() {
        return SAMPLES.stream().filter(sample -> sample.violation() != Violation.NONE).collect(Collectors.toList());
    }

    static Stream<PacketSample> all() {
        return SAMPLES.stream();
    }

    private static void good(
        final String name, final int version, final Sender sender, final String script, final String meaning) {
        SAMPLES.add(new PacketSample(name, version, sender, script, Violation.NONE, meaning));
    }

    private static void bad(
        final String name, final int version, final Sender sender, final String script, final Violation violation) {
        SAMPLES.add(new PacketSample(name, version, sender, script, violation, ""));
    }

    private static void connect() {
        good("shortest", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 02 0000 \"c\"",
            "3.1 clean id='c'");
        good("keeps its session", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 00 003c \"client\"",
            "3.1 keepAlive=60 id='client' expiry=4294967295");
        good("user name and password", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 c2 003c \"client\" | \"me\" | \"pw\"",
            "3.1 clean keepAlive=60 id='client' username='me' password='pw'");
        good("of a bridge", V3_1, CLIENT, "10 .. \"MQIsdp\" 83 02 003c \"client\"",
            "3.1 bridge clean keepAlive=60 id='client'");
        good("shortest", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 02 0000 \"\"", "3.1.1 clean id=''");
        good("of a bridge", V3_1_1, CLIENT, "10 .. \"MQTT\" 84 00 ffff \"client\"",
            "3.1.1 bridge keepAlive=65535 id='client' expiry=4294967295");
        good("everything", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 f6 0001 \"client\" \"will/topic\" \"gone\" \"me\" \"pw\"",
            "3.1.1 clean keepAlive=1 id='client' username='me' password='pw' " +
                "will='will/topic' payload='gone' qos=2 retain");
        good("user name alone", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 82 003c \"client\" \"me\"",
            "3.1.1 clean keepAlive=60 id='client' username='me'");
        good("empty will payload, empty user name and password", V3_1_1, CLIENT,
            "10 .. \"MQTT\" 04 c6 003c \"c\" \"t\" \"\" \"\" \"\"",
            "3.1.1 clean keepAlive=60 id='c' username='' password='' will='t' payload=''");
        good("shortest", V5, CLIENT, "10 .. \"MQTT\" 05 00 0000 {} \"\"", "5.0 id=''");
        good("password alone", V5, CLIENT, "10 .. \"MQTT\" 05 42 003c {} \"client\" \"pw\"",
            "5.0 clean keepAlive=60 id='client' password='pw'");
        good("everything", V5, CLIENT,
            "10 .. \"MQTT\" 05 ee 003c { 11 00000e10 21 0014 27 00100000 22 000a 19 01 17 00 26 \"k\" \"v\" " +
                "15 \"SCRAM\" 16 <00ff> 26 \"k\" \"w\" } \"client\" " +
                "{ 18 00000005 01 01 02 0000003c 03 \"text/plain\" 08 \"reply\" 09 <0102> 26 \"a\" \"b\" 26 \"a\" \"c\" } " +
                "\"will\" \"gone\" \"me\" \"pw\"",
            "5.0 clean keepAlive=60 id='client' username='me' password='pw' expiry=3600 receiveMaximum=20 " +
                "maximumPacketSize=1048576 topicAliasMaximum=10 responseInformation noProblemInformation " +
                "method='SCRAM' data='\0\uFFFD' k=v k=w will='will' payload='gone' qos=1 retain delay=5 " +
                "messageExpiry=60 format=1 forwarded=42");
        good("largest numbers", V5, CLIENT,
            "10 .. \"MQTT\" 05 00 ffff { 11 ffffffff 21 ffff 27 ffffffff 22 ffff } \"client\"",
            "5.0 keepAlive=65535 id='client' expiry=4294967295 maximumPacketSize=4294967295 topicAliasMaximum=65535");
        good("text beyond ASCII", V5, CLIENT, "10 .. \"MQTT\" 05 00 0000 {} \"Zürich-東京-🚲\"", "5.0 id='Zürich-東京-🚲'");
    }

    private static void malformedConnect() {
        bad("flags of the first byte", V5, CLIENT, "11 .. \"MQTT\" 05 00 0000 {} \"\"", Violation.RESERVED_FLAGS);
        bad("flags of the first byte", V3_1, CLIENT, "18 .. \"MQIsdp\" 03 02 0000 \"c\"", Violation.RESERVED_FLAGS);
        bad("empty", V5, CLIENT, "10 ..", Violation.TRUNCATED);
        bad("another protocol", V5, CLIENT, "10 .. \"HTTP\" 05 00 0000 {} \"\"", Violation.BAD_PROTOCOL_NAME);
        bad("lower case protocol name", V5, CLIENT, "10 .. \"mqtt\" 05 00 0000 {} \"\"", Violation.BAD_PROTOCOL_NAME);
        bad("empty protocol name", V5, CLIENT, "10 .. \"\" 05 00 0000 {} \"\"", Violation.BAD_PROTOCOL_NAME);
        bad("a later version", V5, CLIENT, "10 .. \"MQTT\" 06 00 0000 {} \"\"", Violation.UNSUPPORTED_VERSION);
        bad("version 0", V3_1_1, CLIENT, "10 .. \"MQTT\" 00 02 0000 \"\"", Violation.UNSUPPORTED_VERSION);
        bad("3.1 under the later name", V3_1, CLIENT, "10 .. \"MQTT\" 03 02 0000 \"c\"", Violation.UNSUPPORTED_VERSION);
        bad("3.1.1 under the earlier name", V3_1_1, CLIENT, "10 .. \"MQIsdp\" 04 02 0000 \"c\"",
            Violation.UNSUPPORTED_VERSION);
        bad("a bridge, which 5.0 has not", V5, CLIENT, "10 .. \"MQTT\" 85 02 0000 {} \"c\"",
            Violation.UNSUPPORTED_VERSION);
        bad("reserved flag", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 03 0000 \"c\"", Violation.RESERVED_BITS);
        bad("reserved flag", V5, CLIENT, "10 .. \"MQTT\" 05 03 0000 {} \"c\"", Violation.RESERVED_BITS);
        bad("will QoS without will", V5, CLIENT, "10 .. \"MQTT\" 05 08 0000 {} \"c\"",
            Violation.WILL_FLAGS_WITHOUT_WILL);
        bad("will retain without will", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 22 0000 \"c\"",
            Violation.WILL_FLAGS_WITHOUT_WILL);
        bad("will QoS 3", V5, CLIENT, "10 .. \"MQTT\" 05 1c 0000 {} \"c\" {} \"t\" \"p\"", Violation.BAD_QOS);
        bad("will QoS 3", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 1e 0000 \"c\" \"t\" \"p\"", Violation.BAD_QOS);
        bad("password without user name", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 42 0000 \"c\" \"pw\"",
            Violation.PASSWORD_WITHOUT_USERNAME);
        bad("password without user name", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 42 0000 \"c\" \"pw\"",
            Violation.PASSWORD_WITHOUT_USERNAME);
        bad("empty client id", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 02 0000 \"\"", Violation.EMPTY_CLIENT_ID);
        bad("empty client id without clean session", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 00 0000 \"\"",
            Violation.EMPTY_CLIENT_ID);
        bad("surrogate in the client id", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 02 0000 <eda080>", Violation.BAD_UTF8);
        bad("U+0000 in the client id", V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 {} <610062>", Violation.BAD_UTF8);
        bad("user name that is not UTF-8", V5, CLIENT, "10 .. \"MQTT\" 05 82 0000 {} \"c\" <ff>", Violation.BAD_UTF8);
        bad("wildcard in the will topic", V5, CLIENT, "10 .. \"MQTT\" 05 06 0000 {} \"c\" {} \"t/#\" \"p\"",
            Violation.WILDCARD_IN_TOPIC);
        bad("empty will topic", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 06 0000 \"c\" \"\" \"p\"", Violation.EMPTY_TOPIC);
        bad("will topic that is not UTF-8", V5, CLIENT, "10 .. \"MQTT\" 05 06 0000 {} \"c\" {} <c080> \"p\"",
            Violation.BAD_UTF8);
        bad("trailing byte", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 02 0000 \"c\" 00", Violation.TRAILING_BYTES);
        bad("user name without its flag", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 02 0000 \"c\" \"me\"",
            Violation.TRAILING_BYTES);
        bad("trailing byte", V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 {} \"c\" 00", Violation.TRAILING_BYTES);
        bad("missing password", V3_1_1, CLIENT, "10 .. \"MQTT\" 04 c2 0000 \"c\" \"me\"", Violation.TRUNCATED);
        bad("half a user name", V3_1, CLIENT, "10 .. \"MQIsdp\" 03 82 0000 \"c\" 0005 'me'", Violation.TRUNCATED);
    }

    private static void connectProperties() {
        badConnectProperty("unknown", "02", Violation.PROPERTY_NOT_ALLOWED);
        badConnectProperty("that no packet has", "2b 00", Violation.UNKNOWN_PROPERTY);
        badConnectProperty("identifier 0", "00", Violation.UNKNOWN_PROPERTY);
        badConnectProperty("identifier of two bytes", "9101 00000000", Violation.UNKNOWN_PROPERTY);
        badConnectProperty("of CONNACK", "12 \"id\"", Violation.PROPERTY_NOT_ALLOWED);
        badConnectProperty("of the will", "18 00000001", Violation.PROPERTY_NOT_ALLOWED);
        badConnectProperty("session expiry twice", "11 00000001 11 00000001", Violation.REPEATED_PROPERTY);
        badConnectProperty("receive maximum twice", "21 0001 21 0002", Violation.REPEATED_PROPERTY);
        badConnectProperty("method twice", "15 \"a\" 15 \"b\"", Violation.REPEATED_PROPERTY);
        badConnectProperty("data twice", "15 \"a\" 16 <01> 16 <02>", Violation.REPEATED_PROPERTY);
        badConnectProperty("receive maximum 0", "21 0000", Violation.PROPERTY_OUT_OF_RANGE);
        badConnectProperty("maximum packet size 0", "27 00000000", Violation.PROPERTY_OUT_OF_RANGE);
        badConnectProperty("problem information 2", "17 02", Violation.PROPERTY_OUT_OF_RANGE);
        badConnectProperty("response information 2", "19 02", Violation.PROPERTY_OUT_OF_RANGE);
        badConnectProperty("data without method", "16 <01>", Violation.AUTHENTICATION_DATA_WITHOUT_METHOD);
        badConnectProperty("half a number", "11 0000", Violation.TRUNCATED);
        badConnectProperty("half a string", "15 0005 'SC'", Violation.TRUNCATED);
        badConnectProperty("user property without value", "26 \"k\"", Violation.TRUNCATED);
        badConnectProperty("user property that is not UTF-8", "26 \"k\" <80>", Violation.BAD_UTF8);
        badConnectProperty("user property with U+0000", "26 <00> \"v\"", Violation.BAD_UTF8);
        bad("properties longer than the packet", V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 7f \"c\"", Violation.TRUNCATED);
        bad("length of properties in two bytes", V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 8000 \"c\"",
            Violation.MALFORMED_LENGTH);
        bad("length of properties in five bytes", V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 ffffffff01 \"c\"",
            Violation.MALFORMED_LENGTH);
        bad("will property that is not of the will", V5, CLIENT,
            "10 .. \"MQTT\" 05 06 0000 {} \"c\" { 11 00000000 } \"t\" \"p\"", Violation.PROPERTY_NOT_ALLOWED);
        bad("will delay twice", V5, CLIENT,
            "10 .. \"MQTT\" 05 06 0000 {} \"c\" { 18 00000000 18 00000000 } \"t\" \"p\"", Violation.REPEATED_PROPERTY);
        bad("will format 2", V5, CLIENT, "10 .. \"MQTT\" 05 06 0000 {} \"c\" { 01 02 } \"t\" \"p\"",
            Violation.PROPERTY_OUT_OF_RANGE);
        bad("wildcard in the will's response topic", V5, CLIENT,
            "10 .. \"MQTT\" 05 06 0000 {} \"c\" { 08 \"+\" } \"t\" \"p\"", Violation.WILDCARD_IN_TOPIC);
    }

    private static void badConnectProperty(final String name, final String property, final Violation violation) {
        bad("property: " + name, V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 { " + property + " } \"client\"", violation);
    }

    private static void connack() {
        good("accepted", V3_1, SERVER, "20 .. 00 00", "code=0");
        good("session present", V3_1_1, SERVER, "20 .. 01 00", "code=0 present");
        good("not authorised", V3_1_1, SERVER, "20 .. 00 05", "code=5");
        good("accepted", V5, SERVER, "20 .. 00 00 {}", "code=0");
        good("refused", V5, SERVER, "20 .. 00 87 { 1f \"no\" }", "code=135 reason='no'");
        good("everything", V5, SERVER,
            "20 .. 01 00 { 11 0000000a 21 0014 24 01 25 00 27 00010000 12 \"id\" 22 0005 1f \"why\" 28 00 29 00 2a 00 " +
                "13 001e 1a \"info\" 1c \"other\" 15 \"SCRAM\" 16 <01> 26 \"k\" \"v\" }",
            "code=0 present expiry=10 receiveMaximum=20 maximumQos=1 noRetain maximumPacketSize=65536 id='id' " +
                "topicAliasMaximum=5 reason='why' noWildcards noSubscriptionIds noSharing keepAlive=30 " +
                "response='info' server='other' method='SCRAM' data='\1' k=v");
        bad("flags of the first byte", V3_1_1, SERVER, "21 .. 00 00", Violation.RESERVED_FLAGS);
        bad("reserved flags", V3_1_1, SERVER, "20 .. 02 00", Violation.RESERVED_BITS);
        bad("session present, which 3.1 has not", V3_1, SERVER, "20 .. 01 00", Violation.RESERVED_BITS);
        bad("session present with a failure", V3_1_1, SERVER, "20 .. 01 05", Violation.SESSION_PRESENT_WITH_FAILURE);
        bad("session present with a failure", V5, SERVER, "20 .. 01 87 {}", Violation.SESSION_PRESENT_WITH_FAILURE);
        bad("unknown return code", V3_1_1, SERVER, "20 .. 00 06", Violation.BAD_REASON_CODE);
        bad("reason code of another packet", V5, SERVER, "20 .. 00 10 {}", Violation.BAD_REASON_CODE);
        bad("without properties", V5, SERVER, "20 .. 00 00", Violation.TRUNCATED);
        bad("trailing byte", V3_1_1, SERVER, "20 .. 00 00 00", Violation.TRAILING_BYTES);
        bad("maximum QoS 2", V5, SERVER, "20 .. 00 00 { 24 02 }", Violation.PROPERTY_OUT_OF_RANGE);
        bad("receive maximum 0", V5, SERVER, "20 .. 00 00 { 21 0000 }", Violation.PROPERTY_OUT_OF_RANGE);
        bad("property of CONNECT", V5, SERVER, "20 .. 00 00 { 17 01 }", Violation.PROPERTY_NOT_ALLOWED);
    }

    private static void publish() {
        good("QoS 0", V3_1, CLIENT, "30 .. \"a/b\" ~ 'hello'", "topic='a/b' payload='hello'");
        good("QoS 0, retained, empty", V3_1_1, CLIENT, "31 .. \"a/b\" ~", "topic='a/b' retain payload=''");
        good("QoS 1", V3_1_1, CLIENT, "32 .. \"a/b\" 0007 ~ 'hello'", "topic='a/b' qos=1 packet=7 payload='hello'");
        good("QoS 2 again", V3_1_1, CLIENT, "3c .. \"a\" ffff ~ 'hello'",
            "topic='a' qos=2 dup packet=65535 payload='hello'");
        good("QoS 0", V5, CLIENT, "30 .. \"a/b\" {} ~ 'hello'", "topic='a/b' payload='hello'");
        good("QoS 1", V5, CLIENT, "33 .. \"a/b\" 0001 {} ~ 'hello'", "topic='a/b' qos=1 retain packet=1 payload='hello'");
        good("everything", V5, CLIENT,
            "3d .. \"a/b\" 0102 { 26 \"k\" \"v\" 01 01 02 0000003c 03 \"text\" 23 0005 08 \"reply/to\" 26 \"k\" \"w\" " +
                "09 <0203> } ~ 'hello'",
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

    private static void malformedPublish() {
        for (final int version : new int[] {V3_1, V3_1_1, V5}) {
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

    private static void publishProperties() {
        badPublishProperty("unknown", CLIENT, "04", Violation.UNKNOWN_PROPERTY);
        badPublishProperty("unknown, high", CLIENT, "ff", Violation.UNKNOWN_PROPERTY);
        badPublishProperty("of another packet", CLIENT, "11 00000000", Violation.PROPERTY_NOT_ALLOWED);
        badPublishProperty("subscription id from a client", CLIENT, "0b 01", Violation.PROPERTY_NOT_ALLOWED);
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
        final String name, final Sender sender, final String property, final Violation violation) {
        bad("property: " + name, V5, sender, "30 .. \"topic\" { " + property + " } 'payload that follows'", violation);
    }

    private static void acknowledgements() {
        for (final String header : new String[] {"40", "50", "62", "70"}) {
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
        good("refused", V5, CLIENT, "50 .. 0001 | 97 | { 26 \"k\" \"v\" 1f \"full\" }", "packet=1 code=151 reason='full'");
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

    private static void subscribe() {
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

    private static void malformedSubscribe() {
        for (final int version : new int[] {V3_1, V3_1_1, V5}) {
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

    private static void suback() {
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

    private static void unsubscribe() {
        good("one filter", V3_1, CLIENT, "a2 .. 0001 \"a\"", "packet=1 filter='a'");
        good("sent again", V3_1, CLIENT, "aa .. 0001 \"a\"", "packet=1 filter='a'");
        good("three filters", V3_1_1, CLIENT, "a2 .. 0001 \"a\" | \"b/#\" | \"$share/g/c\"",
            "packet=1 filter='a' filter='b/#' filter='$share/g/c'");
        good("user property", V5, CLIENT, "a2 .. 0001 { 26 \"k\" \"v\" } \"a\" | \"b\"",
            "packet=1 k=v filter='a' filter='b'");
        for (final int version : new int[] {V3_1, V3_1_1, V5}) {
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

    private static void unsuback() {
        good("before 5", V3_1, SERVER, "b0 .. 0001", "packet=1");
        good("before 5", V3_1_1, SERVER, "b0 .. 0001", "packet=1");
        good("codes", V5, SERVER, "b0 .. 0001 {} 00 | 11 | 8f", "packet=1 code=0 code=17 code=143");
        bad("trailing byte", V3_1_1, SERVER, "b0 .. 0001 00", Violation.TRAILING_BYTES);
        bad("packet id 0", V3_1_1, SERVER, "b0 .. 0000", Violation.PACKET_ID_ZERO);
        bad("without codes", V5, SERVER, "b0 .. 0001 {}", Violation.TRUNCATED);
        bad("code of SUBACK", V5, SERVER, "b0 .. 0001 {} 01", Violation.BAD_REASON_CODE);
        bad("flags of the first byte", V5, SERVER, "b2 .. 0001 {} 00", Violation.RESERVED_FLAGS);
    }

    private static void ping() {
        for (final int version : new int[] {V3_1, V3_1_1, V5}) {
            good("request", version, CLIENT, "c0 ..", "ping");
            good("response", version, SERVER, "d0 ..", "ping");
            bad("request with a body", version, CLIENT, "c0 .. 00", Violation.TRAILING_BYTES);
            bad("response with a body", version, SERVER, "d0 .. 00", Violation.TRAILING_BYTES);
            bad("request with flags", version, CLIENT, "c1 ..", Violation.RESERVED_FLAGS);
            bad("response with flags", version, SERVER, "d8 ..", Violation.RESERVED_FLAGS);
        }
    }

    private static void disconnect() {
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

    private static void auth() {
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
