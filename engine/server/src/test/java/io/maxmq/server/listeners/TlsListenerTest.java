package io.maxmq.server.listeners;

import io.maxmq.spi.TlsInfo;
import io.maxmq.transport.tls.TestCertificates;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** MQTT over TLS: certificates of both sides, versions, names, renewal. */
@Timeout(180)
class TlsListenerTest extends ListenerTest
{
    @TempDir
    private Path folder;

    private void startTls(final String... more)
    {
        final List<String> settings = new ArrayList<>(List.of(
            "listener.safe.type=tls", "listener.safe.bind=127.0.0.1", "listener.safe.port=0",
            "listener.safe.tls.client-ca=" + TestCertificates.copy("ca.pem", folder)));
        settings.addAll(List.of(more));
        start(settings.toArray(String[]::new));
    }

    private String certificate(final String certificates)
    {
        return "listener.safe.tls.certificate=" + files(certificates);
    }

    private String files(final String names)
    {
        final List<String> files = new ArrayList<>();
        for (final String name : names.split(" "))
        {
            files.add(TestCertificates.copy(name, folder).toString());
        }
        return String.join(",", files);
    }

    private String[] server(final String... more)
    {
        final List<String> settings = new ArrayList<>(List.of(
            certificate("server.pem"), "listener.safe.tls.key=" + files("server.key")));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private String uri()
    {
        return "ssl://localhost:" + broker.boundPort("safe");
    }

    private MqttClient client(final String id, final String certificate) throws MqttException
    {
        return connect(id, uri(), options ->
            options.setSocketFactory(TestCertificates.clientContext(folder, certificate).getSocketFactory()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldCarryMessagesOfAllSizes(final String version) throws Exception
    {
        startTls(server());
        final SSLContext context = TestCertificates.clientContext(folder, null);
        final MqttClient one = connect("one", uri(), options ->
            options.setSocketFactory(new OneVersion(context.getSocketFactory(), version)));
        final MqttClient two = client("two", null);
        for (final int length : new int[]{0, 1, 1_000, 16_383, 16_384, 16_385, 65_536, 1_000_000})
        {
            assertTalks(one, two, "t/" + length, bytes(length));
            assertTalks(two, one, "u/" + length, bytes(length));
        }
        final TlsInfo tls = seen.get("one").tls();
        assertEquals(version, tls.protocol());
        assertEquals("localhost", tls.serverName());
        assertNull(tls.commonName());
        assertEquals(List.of(), tls.certificates());
        assertTrue(seen.get("one").remoteAddress().startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @CsvSource({
        "server.pem,server-pkcs1.key,", "server.pem,server-encrypted.key,secret", "other.pem,other.key,",
        "other.pem,other-sec1.key,", "ed25519.pem,ed25519.key,"})
    void shouldTakeKeysInEveryFormat(final String certificate, final String key, final String password) throws Exception
    {
        startTls(certificate(certificate), "listener.safe.tls.key=" + files(key),
            "listener.safe.tls.key-password=" + (password == null ? "" : password));
        try (SSLSocket socket = socket(null))
        {
            socket.startHandshake();
            final X509Certificate shown = (X509Certificate)socket.getSession().getPeerCertificates()[0];
            assertTrue(shown.getSubjectX500Principal().getName().startsWith("CN="));
        }
    }

    @Test
    void shouldTakeAKeystore() throws Exception
    {
        startTls("listener.safe.tls.keystore=" + files("server.p12"), "listener.safe.tls.keystore-password=secret");
        assertTalks(client("a", null), client("b", null), "t", bytes(100));
    }

    @Test
    void shouldAskForCertificatesOfClientsAndTellWhoTheyAre() throws Exception
    {
        startTls(server("listener.safe.tls.client-certificate=optional"));
        assertTalks(client("with", "client"), client("without", null), "t", bytes(100));
        final TlsInfo tls = seen.get("with").tls();
        assertEquals("client", tls.commonName());
        assertEquals("CN=client,O=Sensors", tls.certificates().get(0).getSubjectX500Principal().getName());
        assertNull(seen.get("without").tls().commonName());
        assertThrows(MqttException.class, () -> client("stranger", "stranger"));
        assertNull(seen.get("stranger"));
    }

    @Test
    void shouldLetNobodyInWithoutACertificateWhereOneIsRequired() throws Exception
    {
        startTls(server("listener.safe.tls.client-certificate=required", "listener.safe.tls.crl=" +
            TestCertificates.copy("none-revoked.crl", folder, "current.crl")));
        assertThrows(MqttException.class, () -> client("without", null));
        assertThrows(MqttException.class, () -> client("stranger", "stranger"));
        final MqttClient early = client("early", "revoked");
        final MqttClient other = client("other", "client");

        TestCertificates.copy("revoked.crl", folder, "current.crl");
        broker.reload();
        assertThrows(MqttException.class, () -> client("late", "revoked"));
        assertTalks(early, other, "t", bytes(100));
        assertTalks(other, client("still", "client"), "t2", bytes(100));
        assertNull(seen.get("without"));
        assertNull(seen.get("stranger"));
        assertNull(seen.get("late"));
    }

    @Test
    void shouldShowTheCertificateThatFitsTheNameAskedFor() throws Exception
    {
        startTls(certificate("server.pem other.pem"), "listener.safe.tls.key=" + files("server.key other.key"));
        assertEquals("CN=localhost", shownTo("localhost"));
        assertEquals("CN=other.example", shownTo("other.example"));
        assertEquals("CN=localhost", shownTo("unknown.example"));
    }

    @Test
    void shouldAgreeOnMqttAndOnNothingElse() throws Exception
    {
        startTls(server());
        try (SSLSocket socket = socket(null))
        {
            applications(socket, "x", "mqtt");
            socket.startHandshake();
            assertEquals("mqtt", socket.getApplicationProtocol());
        }
        try (SSLSocket socket = socket(null))
        {
            applications(socket, "http/1.1");
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @Test
    void shouldRefuseOldVersionsAndOtherCiphers() throws Exception
    {
        startTls(server("listener.safe.tls.min-version=1.3", "listener.safe.tls.ciphers=TLS_AES_256_GCM_SHA384"));
        try (SSLSocket socket = socket(null))
        {
            socket.setEnabledProtocols(new String[]{"TLSv1.2"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
        try (SSLSocket socket = socket(null))
        {
            socket.setEnabledCipherSuites(new String[]{"TLS_AES_128_GCM_SHA256"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
        try (SSLSocket socket = socket(null))
        {
            socket.startHandshake();
            assertEquals("TLS_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
        }
    }

    @Test
    void shouldShowARenewedCertificateToNewClientsAndKeepTheOldOnes() throws Exception
    {
        TestCertificates.copy("server.pem", folder, "current.pem");
        TestCertificates.copy("server.key", folder, "current.key");
        startTls("listener.safe.tls.certificate=" + folder.resolve("current.pem"),
            "listener.safe.tls.key=" + folder.resolve("current.key"));
        assertEquals("CN=localhost", shownTo("localhost"));
        final MqttClient old = client("old", null);
        TestCertificates.copy("other.pem", folder, "current.pem");

        broker.reload();
        assertEquals("CN=localhost", shownTo("localhost"), "half a renewal is none");

        TestCertificates.copy("other.key", folder, "current.key");
        broker.reload();
        assertEquals("CN=other.example", shownTo("localhost"));
        assertTalks(old, old, "t", bytes(100));
    }

    private SSLSocket socket(final String certificate) throws IOException
    {
        final SSLSocket socket = (SSLSocket)TestCertificates.clientContext(folder, certificate).getSocketFactory()
            .createSocket(InetAddress.getByName("127.0.0.1"), broker.boundPort("safe"));
        socket.setSoTimeout((int)WAIT_SECONDS * 1000);
        return socket;
    }

    private static void applications(final SSLSocket socket, final String... names)
    {
        final SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(names);
        socket.setSSLParameters(parameters);
    }

    private String shownTo(final String name) throws IOException
    {
        try (SSLSocket socket = socket(null))
        {
            final SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate)socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }
}
