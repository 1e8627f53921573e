package io.maxmq.tools;

import io.maxmq.tools.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The MQTT 5 properties of a message that {@code pub} sends.
 */
final class MessageOptions
{
    @Option(names = "--content-type", paramLabel = "TYPE", description = "Content type, e.g. application/json.")
    private String contentType;

    @Option(names = "--response-topic", paramLabel = "TOPIC", description = "Where to answer.")
    private String responseTopic;

    @Option(names = "--correlation-data", paramLabel = "TEXT", description = "To go with the answer.")
    private String correlationData;

    @Option(names = {"-U", "--user-property"}, paramLabel = "NAME=VALUE", converter = Arguments.UserProperty.class,
        description = "User property; may be repeated, the order is kept.")
    private List<String[]> userProperties = new ArrayList<>();

    @Option(names = {"-e", "--message-expiry"}, paramLabel = "SECONDS", converter = Arguments.Int.class,
        description = "How long the message lives.")
    private Long expiry;

    @Option(names = "--payload-format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    private PayloadFormat payloadFormat;

    @Option(names = "--topic-alias", paramLabel = "N", converter = Arguments.Short.class,
        description = "Send the topic once and this number from then on.")
    private Integer topicAlias;

    /** Payload format indicator. */
    enum PayloadFormat
    {
        bytes, utf8
    }

    boolean isEmpty()
    {
        return contentType == null && responseTopic == null && correlationData == null && userProperties.isEmpty() &&
            expiry == null && payloadFormat == null && topicAlias == null;
    }

    MessageProperties properties()
    {
        final MessageProperties properties = new MessageProperties()
            .contentType(contentType)
            .responseTopic(responseTopic)
            .topicAlias(topicAlias == null ? 0 : topicAlias)
            .messageExpirySeconds(expiry == null ? -1 : expiry)
            .payloadFormat(payloadFormat == null ? -1 : payloadFormat.ordinal());
        if (correlationData != null)
        {
            properties.correlationData(correlationData.getBytes(StandardCharsets.UTF_8));
        }
        userProperties.forEach((property) -> properties.userProperty(property[0], property[1]));
        return properties;
    }
}
