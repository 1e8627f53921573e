package io.maxmq.transport.codec;

import static io.maxmq.transport.codec.MqttVersion.V3_1;
import static io.maxmq.transport.codec.MqttVersion.V3_1_1;
import static io.maxmq.transport.codec.MqttVersion.V5;
import static io.maxmq.transport.codec.PacketTable.bad;
import static io.maxmq.transport.codec.PacketTable.good;
import static io.maxmq.transport.codec.Sender.CLIENT;
import static io.maxmq.transport.codec.Sender.SERVER;

/** Samples of CONNECT and CONNACK. */
final class ConnectPackets
{
    private ConnectPackets()
    {
    }

    static void add()
    {
        connect();
        malformedConnect();
        connectProperties();
        connack();
    }

    private static void connect()
    {
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
                "{ 18 00000005 01 01 02 0000003c 03 \"text/plain\" 08 \"reply\" 09 <0102> 26 \"a\" \"b\" " +
                "26 \"a\" \"c\" } \"will\" \"gone\" \"me\" \"pw\"",
            "5.0 clean keepAlive=60 id='client' username='me' password='pw' expiry=3600 receiveMaximum=20 " +
                "maximumPacketSize=1048576 topicAliasMaximum=10 responseInformation noProblemInformation " +
                "method='SCRAM' data='\0\uFFFD' k=v k=w will='will' payload='gone' qos=1 retain delay=5 " +
                "messageExpiry=60 format=1 forwarded=42");
        good("largest numbers", V5, CLIENT,
            "10 .. \"MQTT\" 05 00 ffff { 11 ffffffff 21 ffff 27 ffffffff 22 ffff } \"client\"",
            "5.0 keepAlive=65535 id='client' expiry=4294967295 maximumPacketSize=4294967295 topicAliasMaximum=65535");
        good("text beyond ASCII", V5, CLIENT, "10 .. \"MQTT\" 05 00 0000 {} \"Zürich-東京-🚲\"", "5.0 id='Zürich-東京-🚲'");
    }

    private static void malformedConnect()
    {
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

    private static void connectProperties()
    {
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

    private static void badConnectProperty(final String name, final String property, final Violation violation)
    {
        bad("property: " + name, V5, CLIENT, "10 .. \"MQTT\" 05 02 0000 { " + property + " } \"client\"", violation);
    }

    private static void connack()
    {
        good("accepted", V3_1, SERVER, "20 .. 00 00", "code=0");
        good("session present", V3_1_1, SERVER, "20 .. 01 00", "code=0 present");
        good("not authorised", V3_1_1, SERVER, "20 .. 00 05", "code=5");
        good("accepted", V5, SERVER, "20 .. 00 00 {}", "code=0");
        good("refused", V5, SERVER, "20 .. 00 87 { 1f \"no\" }", "code=135 reason='no'");
        good("everything", V5, SERVER,
            "20 .. 01 00 { 11 0000000a 21 0014 24 01 25 00 27 00010000 12 \"id\" 22 0005 1f \"why\" " +
                "28 00 29 00 2a 00 13 001e 1a \"info\" 1c \"other\" 15 \"SCRAM\" 16 <01> 26 \"k\" \"v\" }",
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
}
