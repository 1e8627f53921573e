package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The constants of the codec and what they are called.
 */
final class NamesTest
{
    @Test
    void shouldCallReasonCodesAsTheirConstants() throws IllegalAccessException
    {
        final Set<Integer> codes = new HashSet<>();
        for (final Field field : ReasonCode.class.getFields())
        {
            if (!field.getName().equals("FIRST_FAILURE"))
            {
                final int code = field.getInt(null);
                assertEquals(field.getName(), ReasonCode.name(code));
                assertTrue(codes.add(code), field.getName());
            }
        }
        assertEquals(43, codes.size(), "as many as section 2.4 lists");
        assertEquals("UNKNOWN(0x7f)", ReasonCode.name(0x7F));
    }

    @Test
    void shouldCallPacketTypesAsTheirConstants() throws IllegalAccessException
    {
        for (final Field field : PacketType.class.getFields())
        {
            assertEquals(field.getName(), PacketType.name(field.getInt(null)));
        }
        assertEquals("RESERVED", PacketType.name(0));
        assertEquals("UNKNOWN(16)", PacketType.name(16));
    }

    @ParameterizedTest
    @CsvSource({"3, 3.1, true", "4, 3.1.1, true", "5, 5.0, true", "2, unknown(2), false", "6, unknown(6), false"})
    void shouldCallVersionsAsPeopleDo(final int version, final String name, final boolean isSupported)
    {
        assertEquals(name, MqttVersion.name(version));
        assertEquals(isSupported, MqttVersion.isSupported(version));
    }

    @ParameterizedTest
    @EnumSource(value = Violation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldAnswerEveryViolation(final Violation violation)
    {
        assertTrue(ReasonCode.isFailure(violation.reasonCode()));
        assertTrue(ReasonCodeSet.CONNACK.contains(violation.connackReasonCode()));
        assertTrue(violation.counterName().matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @Test
    void shouldCallCountersInKebabCase()
    {
        assertEquals("bad-utf8", Violation.BAD_UTF8.counterName());
        assertEquals("dup-on-qos-0", Violation.DUP_ON_QOS_0.counterName());
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0", "0x84, 1", "0x85, 2", "0x88, 3", "0x89, 3", "0x97, 3", "0x9C, 3", "0x86, 4", "0x8C, 4", "0x87, 5",
        "0x8A, 5"})
    void shouldTranslateReasonsForOldClients(final String code, final int returnCode)
    {
        assertEquals(returnCode, ReasonCode.toReturnCode(Integer.decode(code)));
    }

    @Test
    void shouldKnowWhichCodesExist()
    {
        int inAnyPacket = 0;
        for (int code = 0; code < 256; code++)
        {
            if (ReasonCodeSet.CONNACK.contains(code))
            {
                inAnyPacket++;
                assertFalse(ReasonCode.name(code).startsWith("UNKNOWN"));
            }
        }
        assertEquals(22, inAnyPacket);
    }

    @Test
    void shouldKnowWhatClientsSend()
    {
        for (final int version : new int[] {MqttVersion.V3_1, MqttVersion.V3_1_1, MqttVersion.V5})
        {
            for (int type = 0; type < 16; type++)
            {
                final boolean isFromServerAlone = type == 0 || type == PacketType.CONNACK ||
                    type == PacketType.SUBACK || type == PacketType.UNSUBACK || type == PacketType.PINGRESP ||
                    type == PacketType.AUTH && version != MqttVersion.V5;
                assertEquals(!isFromServerAlone, PacketType.isFromClient(type, version), PacketType.name(type));
            }
        }
    }

    @Test
    void shouldTakeTheFirstByteApartWhateverItsSign()
    {
        assertEquals(PacketType.AUTH, PacketType.of((byte)0xF3));
        assertEquals(PacketType.AUTH, PacketType.of(0xF3));
        assertEquals(3, PacketType.flags((byte)0xF3));
    }

    @Test
    void shouldPackRegions()
    {
        final long region = Region.of(Integer.MAX_VALUE, 65_535);

        assertEquals(Integer.MAX_VALUE, Region.offset(region));
        assertEquals(65_535, Region.length(region));
        assertEquals(-1, Region.offset(Region.NONE));
        assertEquals(-1, Region.length(Region.NONE));
    }
}
