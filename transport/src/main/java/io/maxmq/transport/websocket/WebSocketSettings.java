package io.maxmq.transport.websocket;

import java.util.List;

/**
 * What a WebSocket listener lets in. Immutable.
 *
 * @param path    of the request, e.g. {@code /mqtt}.
 * @param origins of pages whose scripts may connect, e.g. {@code https://example.org}; where empty, all. Requests that name
 *                none do not come from a browser and are let in.
 */
public record WebSocketSettings(String path, List<String> origins)
{
}
