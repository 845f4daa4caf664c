package dev.aftertalk.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a file or folder could not be used, in words: the message of most such failures is its path and nothing else. */
public final class FileFault {

    /** How the streams of {@code java.io} say it: the file, then the system's words in the user's language. */
    private static final Pattern OLD = Pattern.compile("(.+) \\([^()]+\\)");

    private FileFault() {}

    /** The same of the file that a failure has as a cause; empty when it is about none. */
    public static Optional<String> within(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(20)
                .filter(each -> each instanceof FileSystemException
                        || each instanceof FileNotFoundException
                                && OLD.matcher(String.valueOf(each.getMessage()))
                                        .matches())
                .findFirst()
                .map(FileFault::words);
    }

    /** Which file it is about and why, without a full stop at the end; of any other failure what it says itself. */
    public static String words(Throwable failure) {
        if (failure instanceof UncheckedIOException wrapped) {
            return words(wrapped.getCause());
        }
        if (failure instanceof FileSystemException about && about.getFile() != null) {
            return words(about, about(about));
        }
        if (failure instanceof FileNotFoundException lost && lost.getMessage() != null) {
            return words(lost);
        }
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }

    /** The same where the file has been named before. */
    public static String reason(IOException failure) {
        return failure instanceof FileSystemException about && about.getReason() != null
                ? about.getReason()
                : words(failure);
    }

    /** Which of the reasons it is, the file itself tells: the message does so in the user's language. */
    private static String words(FileNotFoundException failure) {
        Matcher named = OLD.matcher(failure.getMessage());
        if (!named.matches()) {
            return failure.getMessage();
        }
        Path file = Path.of(named.group(1));
        if (Files.isDirectory(file)) {
            return isFolder(file);
        }
        return Files.exists(file) && !Files.isReadable(file)
                ? words(new AccessDeniedException(file.toString()))
                : failure.getMessage();
    }

    private static String isFolder(Path file) {
        return file + " is a folder and has to be a file";
    }

    private static String words(FileSystemException failure, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (failure instanceof NoSuchFileException) {
            return folder != null && !Files.isDirectory(folder)
                    ? "there is no folder " + folder + "; make it"
                    : "there is no " + file;
        }
        if (failure instanceof AccessDeniedException) {
            String user = "the user " + System.getProperty("user.name") + " may not ";
            String may = Files.isReadable(file) ? "use " : "read ";
            return user + (Files.exists(file) ? may + file : "write in " + folder) + "; change its owner or its rights";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + " can't be written: a file of that name is there";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder " + file + " is not empty";
        }
        if (failure instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        return failure.getReason() == null ? file + " can't be read or written" : failure.getMessage();
    }

    /** Of two, as when one is moved to the other, the one that isn't there. */
    private static Path about(FileSystemException failure) {
        Path file = Path.of(failure.getFile());
        String other = failure.getOtherFile();
        return other != null && Files.exists(file) ? Path.of(other) : file;
    }
}
