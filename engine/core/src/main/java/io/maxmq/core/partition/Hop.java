package io.maxmq.core.partition;

import java.nio.ByteOrder;

/**
 * Layouts of what workers send each other over the bus. All integers are little-endian.
 * <pre>
 * PUBLISH (PUBLISH_QOS0, PUBLISH_DURABLE)
 *   0 long publisher session id | 8 int connection number | 12 int tenant | 16 ushort packet id
 *  18 byte flags (1 persistent publisher, 2 will, 4 leftover of a shared group) | 19 byte 0
 *  20 int target flags of a leftover, with its group's bits
 *  24 long log sequence of a leftover that is logged, else 0 | 32 message block
 * DELIVER
 *   0 int tenant | 4 int offset of the target list from the start | 8 long credit reference, 0 = none
 *  16 message block | target list
 * REPLY
 *   0 byte kind | 1 byte reason code | 2 ushort packet id | 4 int connection number | 8 long session id
 *  16 long request reference | 24 byte qos
 * SUBSCRIBE
 *   0 byte kind | 1 byte status or flags | 2 ushort count | 4 int tenant | 8 long session id
 *  16 long request reference | 24 int subscription id | 28 int incarnation
 *  32 count × (byte options | ushort length | filter)
 * </pre>
 */
final class Hop
{
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    static final int PUBLISH_SESSION = 0;
    static final int PUBLISH_CONNECTION = 8;
    static final int PUBLISH_TENANT = 12;
    static final int PUBLISH_PACKET = 16;
    static final int PUBLISH_FLAGS = 18;
    static final int PUBLISH_TARGET_FLAGS = 20;
    static final int PUBLISH_SEQUENCE = 24;
    static final int PUBLISH_BLOCK = 32;
    static final int FLAG_PERSISTENT = 1;
    static final int FLAG_WILL = 2;
    static final int FLAG_LEFTOVER = 4;

    static final int DELIVER_TENANT = 0;
    static final int DELIVER_TARGETS = 4;
    static final int DELIVER_CREDIT = 8;
    static final int DELIVER_BLOCK = 16;

    static final int REPLY_KIND = 0;
    static final int REPLY_REASON = 1;
    static final int REPLY_PACKET = 2;
    static final int REPLY_CONNECTION = 4;
    static final int REPLY_SESSION = 8;
    static final int REPLY_REQUEST = 16;
    static final int REPLY_QOS = 24;
    static final int REPLY_LENGTH = 32;
    static final int REPLY_PUBLISHED = 1;
    static final int REPLY_SUBSCRIBED = 2;
    static final int REPLY_CREDIT = 3;

    static final int SUBSCRIBE_KIND = 0;
    static final int SUBSCRIBE_STATUS = 1;
    static final int SUBSCRIBE_COUNT = 2;
    static final int SUBSCRIBE_TENANT = 4;
    static final int SUBSCRIBE_SESSION = 8;
    static final int SUBSCRIBE_REQUEST = 16;
    static final int SUBSCRIBE_ID = 24;
    static final int SUBSCRIBE_INCARNATION = 28;
    static final int SUBSCRIBE_FILTERS = 32;
    static final int FILTER_HEADER = 3;
    static final int KIND_SUBSCRIBE = 1;
    static final int KIND_UNSUBSCRIBE = 2;
    static final int KIND_SESSION_END = 3;
    static final int KIND_MEMBER_STATUS = 4;

    private Hop()
    {
    }
}
