package dev.aftertalk.connectors.mail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The templates of a folder, read each time they are asked for. */
record FolderTemplates(Path folder) implements TemplateSource {

    /** Mail templates of {@code mail.templates}. */
    static MailTemplates of(MailSettings settings) {
        return new MailTemplates(settings, new FolderTemplates(settings.templates()));
    }

    @Override
    public Map<String, byte[]> templates() {
        Map<String, byte[]> templates = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                templates.put(
                        folder.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return templates;
    }
}
