package dev.aftertalk.commands;

import dev.aftertalk.deploy.LibraryJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.tooling.maven.MavenArtifact;
import org.apache.camel.tooling.maven.MavenDownloaderImpl;
import org.apache.camel.tooling.maven.MavenResolutionException;
import org.apache.camel.tooling.maven.RemoteArtifactDownloadListener;

/**
 * {@code java -jar aftertalk.jar add-component NAME…}: fetches Camel components of the version that Aftertalk runs on, with what they need
 * and Aftertalk lacks, from Maven Central into {@code lib/}. Mirrors, proxies and credentials are those of Maven's own {@code settings.xml}.
 */
public final class AddComponentCommand {

    static final String ARGUMENTS = "NAME… [--repository=URL]";

    private static final String REPOSITORY = "--repository=";
    private static final Path LIB = Path.of("lib");

    private AddComponentCommand() {}

    /**
     * @param args names of components as in {@code camel-NAME}, or whole Maven coordinates; and a repository in place of Maven Central
     * @return the exit code: 1 when something was not found and nothing was changed, 2 when it can't begin
     */
    public static int run(String... args) {
        List<String> names =
                Arrays.stream(args).filter(arg -> !arg.startsWith("--")).toList();
        String repository = Arrays.stream(args)
                .filter(arg -> arg.startsWith(REPOSITORY))
                .map(arg -> arg.substring(REPOSITORY.length()))
                .findFirst()
                .orElse(null);
        if (names.isEmpty()) {
            return Commands.refuse("Say which component, such as kafka or aws2-sqs.", "add-component", ARGUMENTS);
        }
        try {
            List<MavenArtifact> found = new ArrayList<>();
            for (String name : names) {
                found.addAll(resolve(name, repository));
            }
            return keep(found);
        } catch (MavenResolutionException e) {
            System.err.println(e.getMessage());
            System.err.println("Nothing was changed. Is the name right? It is what stands behind camel- in"
                    + " https://camel.apache.org/components/" + series()
                    + ". A mirror or a proxy stands in Maven's settings.xml.");
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its starter, with which its settings go as all others do; what has none is no component of Camel's. */
    private static List<MavenArtifact> resolve(String name, String repository)
            throws MavenResolutionException, IOException {
        String artifact = name.contains(":")
                ? name
                : "org.apache.camel.springboot:camel-" + name + "-starter:" + LibraryJars.camelVersion();
        System.out.println("Looking for " + artifact);
        try (MavenDownloaderImpl maven = new MavenDownloaderImpl()) {
            maven.setMavenApacheSnapshotEnabled(false);
            maven.setMavenCentralEnabled(repository == null);
            maven.setRepos(repository);
            maven.setRemoteArtifactDownloadListener(new Progress());
            maven.build();
            maven.init();
            maven.start();
            return maven.resolveArtifacts(List.of(artifact), Set.of(), true, false);
        }
    }

    private static int keep(List<MavenArtifact> found) throws IOException {
        Map<String, String> own = LibraryJars.own();
        Map<String, Path> added = found.stream()
                .filter(each -> !own.containsKey(each.getGav().getArtifactId()))
                .filter(each -> !each.getGav().getGroupId().equals("org.springframework.boot")) // starters hold nothing
                .filter(each -> each.getFile().getName().endsWith(".jar"))
                .collect(Collectors.toMap(
                        each -> each.getGav().getArtifactId(),
                        each -> each.getFile().toPath(),
                        (first, same) -> first));
        if (added.isEmpty()) {
            System.out.println("Aftertalk brings all of that already.");
            return 0;
        }
        Files.createDirectories(LIB);
        List<Path> before = jars();
        for (Path jar : added.values()) {
            Path half = Files.copy(jar, LIB.resolve(jar.getFileName() + ".part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(half, LIB.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path old : before) {
            Path now = added.get(LibraryJars.artifact(old));
            if (now != null && !now.getFileName().equals(old.getFileName())) {
                Files.delete(old);
                System.out.println(old + " is replaced by " + now.getFileName());
            }
        }
        System.out.println(added.size() + " files are in " + LIB + "/. They are used from the next start on.");
        return 0;
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static String series() {
        return LibraryJars.camelVersion().replaceFirst("\\.\\d+$", ".x");
    }

    /** A line for each library that is fetched: a component can have a hundred. */
    private static final class Progress implements RemoteArtifactDownloadListener {

        private final Set<String> told = ConcurrentHashMap.newKeySet();

        @Override
        public void artifactDownloading(String group, String artifact, String version, String id, String url) {}

        @Override
        public void artifactDownloaded(
                String group, String artifact, String version, String id, String url, long millis) {
            if (told.add(artifact)) {
                System.out.println("  " + artifact + " " + version);
            }
        }
    }
}
