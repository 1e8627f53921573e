package io.maxmq.server.config;

import static io.maxmq.server.config.ConfigTypes.choice;
import static io.maxmq.server.config.ConfigTypes.duration;
import static io.maxmq.server.config.ConfigTypes.number;
import static io.maxmq.server.config.ConfigTypes.numberOrAuto;

import io.maxmq.transport.tls.TlsSettings.ClientCertificate;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of the table that say what kind of door a listener is; part of {@link ConfigKeys}.
 */
final class ListenerKeys
{
    static final ConfigKey<ListenerType> TYPE = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.type", choice(ListenerType.class), "tcp",
        "How clients speak: `tcp` is MQTT on a bare socket, `tls` the same encrypted, `ws` MQTT over WebSocket, as " +
        "browsers do it, `wss` the same encrypted, `unix` MQTT on a Unix socket, whose file `bind` names.");
    static final ConfigKey<Boolean> PROXY_PROTOCOL = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.proxy-protocol", ConfigTypes.bool(), "false",
        "Whether every connection begins with a PROXY header (version 1 or 2), by which a proxy tells whose it is. It is " +
        "believed, so see to it that only the proxy reaches this listener.");

    static final ConfigKey<String> WEBSOCKET_PATH = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.websocket.path", ConfigTypes.text("a path that begins with /"), "/mqtt",
        "Where in its address a WebSocket listener is, as in `ws://example.org/mqtt`.");
    static final ConfigKey<List<String>> WEBSOCKET_ORIGINS = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.websocket.origins", ListTypes.texts("a list of origins"), "[]",
        "Pages whose scripts may connect, such as `https://example.org`; where empty, those of all. Clients that are not " +
        "browsers name none and are let in.");

    static final ConfigKey<List<Path>> CERTIFICATE = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.certificate", ListTypes.files(), "[]",
        "PEM file with the server's certificate, followed by those that lead to its root. With several files, the one " +
        "whose names fit is shown to clients that ask for a name (SNI).");
    static final ConfigKey<List<Path>> KEY = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.key", ListTypes.files(), "[]",
        "PEM file with the certificate's private key (PKCS#8, PKCS#1 or SEC 1; RSA, EC or Ed25519), one for each " +
        "certificate; where empty, each key is in the file of its certificate.");
    static final ConfigKey<String> KEY_PASSWORD = ConfigKeys.secret(
        ConfigGroup.LISTENERS, "listener.<name>.tls.key-password", ListTypes.textOrNone("a password"), "",
        "The password of encrypted keys.");
    static final ConfigKey<Path> KEYSTORE = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.keystore", ListTypes.fileOrNone(), "",
        "PKCS#12 file with certificates and keys, in place of PEM files.");
    static final ConfigKey<String> KEYSTORE_PASSWORD = ConfigKeys.secret(
        ConfigGroup.LISTENERS, "listener.<name>.tls.keystore-password", ListTypes.textOrNone("a password"), "",
        "The password of that file.");
    static final ConfigKey<ClientCertificate> CLIENT_CERTIFICATE = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.client-certificate", choice(ClientCertificate.class), "none",
        "Whether clients show a certificate: they are not asked (`none`), may (`optional`; a bad one is refused), or " +
        "must (`required`).");
    static final ConfigKey<Path> CLIENT_CA = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.client-ca", ListTypes.fileOrNone(), "",
        "PEM file with the certificates of those who may issue certificates of clients.");
    static final ConfigKey<Path> CRL = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.crl", ListTypes.fileOrNone(), "",
        "File with lists of revoked certificates of clients, PEM or DER, one list from each issuer. A list that has " +
        "run out of date refuses everybody, so see to its renewal.");
    static final ConfigKey<String> MIN_VERSION = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.min-version", ListTypes.word("1.2", "1.3"), "1.2",
        "The oldest version of TLS that clients may use.");
    static final ConfigKey<List<String>> CIPHERS = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.tls.ciphers", ListTypes.texts("a list of names of cipher suites"), "[]",
        "Cipher suites in the order of preference, such as `TLS_AES_128_GCM_SHA256`; where empty, those of the Java " +
        "virtual machine.");

    static final ConfigKey<Long> TLS_HANDSHAKES = ConfigKeys.key(
        ConfigGroup.CONNECT, "tls.handshakes", number(1, 100_000), "256",
        "TLS handshakes that go on at the same time. More connections wait, within `connect.timeout`; then one from " +
        "which nothing comes for a quarter of that time makes room.");
    static final ConfigKey<Long> TLS_HANDSHAKE_THREADS = ConfigKeys.key(
        ConfigGroup.CONNECT, "tls.handshake-threads", numberOrAuto(1, 64), "auto",
        "Threads that do the calculations of TLS handshakes, so that no worker has to; `auto` is one for every four " +
        "cores.");
    static final ConfigKey<Long> TLS_RELOAD_INTERVAL = ConfigKeys.key(
        ConfigGroup.CONNECT, "tls.reload-interval", duration("0 s", "1 d"), "10 s",
        "How often files of certificates, keys and revocations are looked at; what has changed holds for new " +
        "connections, and no connection is dropped. 0 waits for the signal HUP.");

    private ListenerKeys()
    {
    }

    /** Puts these rows into the table. */
    static void load()
    {
        // Loading the class has done it.
    }
}
