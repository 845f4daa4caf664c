package dev.aftertalk.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka broker as a process of its own, which makes no topic by itself and can be frozen: calls to it then hang, as when a machine is cut off. */
public final class KafkaPeer implements AutoCloseable {

    private static final int PATIENCE = 30;

    private final Path folder;
    private final int port = FreePort.next();
    private final int controllerPort = FreePort.next();
    private final Process process;

    /** @param folder an empty one of its own */
    public KafkaPeer(Path folder) throws IOException {
        this.folder = folder;
        process = start();
    }

    /** Where clients connect. */
    public String brokers() {
        return "127.0.0.1:" + port;
    }

    /** Returns when the broker is up and has these topics. */
    public void create(int partitions, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            admin.createTopics(Stream.of(topics)
                            .map(topic -> new NewTopic(topic, partitions, (short) 1))
                            .toList())
                    .all()
                    .get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    /** Puts a record there past Aftertalk. */
    public void send(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    /** What a topic holds from its beginning, as soon as there is something. */
    public List<ConsumerRecord<String, String>> read(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                brokers(),
                "group.id",
                "reader-of-" + topic,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        try (KafkaConsumer<String, String> reader =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            reader.subscribe(List.of(topic));
            return StreamSupport.stream(
                            reader.poll(Duration.ofSeconds(PATIENCE)).spliterator(), false)
                    .toList();
        }
    }

    /** As if this group had read nothing: where it stands is gone, and whoever is left of it begins anew, as when servers die before they say what they have read. */
    public void forget(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get(PATIENCE, TimeUnit.SECONDS);
            admin.deleteConsumerGroups(List.of(group)).all().get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    public void freeze() throws Exception {
        signal("-STOP");
    }

    public void thaw() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        int code = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill " + name + " failed");
        }
    }

    private Process start() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        store(
                logs.resolve("meta.properties"),
                Map.of(
                        "version",
                        "1",
                        "node.id",
                        "1",
                        "cluster.id",
                        Uuid.randomUuid().toString()));
        store(folder.resolve("server.properties"), settings(logs));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=kafka/logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        folder.resolve("server.properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("kafka.log").toFile())
                .start();
    }

    private Map<String, String> settings(Path logs) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                logs.toString(),
                "offsets.topic.replication.factor",
                "1",
                "offsets.topic.num.partitions",
                "1",
                "group.initial.rebalance.delay.ms",
                "0",
                "auto.create.topics.enable",
                "false");
    }

    private static void store(Path file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        try (var out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            properties.store(out, null);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
