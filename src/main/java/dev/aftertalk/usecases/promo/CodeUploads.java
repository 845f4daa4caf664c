package dev.aftertalk.usecases.promo;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Audit;
import dev.aftertalk.text.FileFault;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.promo.CodeFile.UnusableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells how full the pools of codes are, and takes CSV files from people: such a file is put into the campaign's folder, and is from then on one
 * like any other there. All may throw what a ledger throws that can't be read or written.
 */
@Component
public class CodeUploads {

    /** How many rejected lines are told one by one. */
    private static final int TOLD = 20;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._()-]{0,96}(?i:\\.csv)");
    private static final Logger LOG = LoggerFactory.getLogger(CodeUploads.class);

    private final Campaigns campaigns;
    private final CodePool pool;
    private final Audit audit;

    CodeUploads(Campaigns campaigns, CodePool pool, Audit audit) {
        this.campaigns = campaigns;
        this.pool = pool;
        this.audit = audit;
    }

    /**
     * A campaign.
     *
     * @param folder of its CSV files; null when its codes are made by a pattern
     * @param label what a code is worth; null when nobody says
     * @param issued how many codes were given out
     * @param left how many still can be; null when there is no end
     * @param expiresOn its last day; null when it has none
     */
    public record Pool(String name, String folder, String label, long issued, Long left, LocalDate expiresOn) {}

    /** A line that is no code. */
    public record Rejected(long line, String why) {}

    /**
     * What is in a file.
     *
     * @param codes how many usable codes
     * @param fresh how many of them the campaign does not have yet
     * @param rejected how many lines are no code
     * @param first why, of the first of them
     * @param file what it is called in the folder; null when it was only looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Codes(long codes, long fresh, long rejected, List<Rejected> first, String file) {}

    /** A file of which nothing can be used, or that can't be kept; why, in words for whoever sent it. */
    public static final class NotLoadedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotLoadedException(String why) {
            super(why);
        }
    }

    /** All campaigns, by name. */
    public List<Pool> pools() {
        return campaigns.all().stream().map(this::pool).toList();
    }

    private Pool pool(Campaign campaign) {
        CodePool.Level level = pool.level(campaign.name());
        return new Pool(
                campaign.name(),
                campaign.folder() == null ? null : campaign.folder().toString(),
                campaign.label(),
                level.allocated(),
                PoolLevels.isLimited(campaign) ? PoolLevels.free(campaign, level) : null,
                campaign.expiresOn());
    }

    /**
     * Says what a file holds, and keeps nothing of it.
     *
     * @throws NotLoadedException when nothing of it can be used
     * @throws NoSuchElementException when there is no such campaign with files
     */
    public Codes look(String campaign, byte[] csv) {
        Campaign of = require(campaign);
        return with(of, csv, sent -> read(of, sent));
    }

    /**
     * Puts a file into the campaign's folder and loads its codes.
     *
     * @param name of the file, which ends with {@code .csv}
     * @throws NotLoadedException when nothing of it can be used, or it can't be kept; then nothing is loaded
     * @throws NoSuchElementException when there is no such campaign with files
     * @throws IllegalArgumentException for a name that a file can't have
     */
    public Codes load(String campaign, String name, byte[] csv, String who) {
        Campaign of = require(campaign);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The file needs a name of letters, digits, blanks, - and _ that ends with .csv.");
        }
        return with(of, csv, sent -> {
            Codes codes = read(of, sent);
            Path file = free(of.folder(), name);
            try {
                audit.record(who, "promo.loaded", of.name(), file.getFileName() + ": " + codes.fresh());
                Files.move(sent, file, StandardCopyOption.ATOMIC_MOVE); // onto what was made for it
            } catch (IOException | RuntimeException e) {
                delete(file);
                throw e;
            }
            new CodeFileLoader(pool, of, file, MachineClock.now()).load();
            return new Codes(
                    codes.codes(),
                    codes.fresh(),
                    codes.rejected(),
                    codes.first(),
                    file.getFileName().toString());
        });
    }

    private Campaign require(String name) {
        return campaigns.all().stream()
                .filter(campaign -> campaign.name().equals(name) && campaign.folder() != null)
                .findFirst()
                .orElseThrow(() ->
                        new NoSuchElementException("There is no campaign " + name + " whose codes come from files."));
    }

    private interface Work {
        Codes on(Path sent) throws IOException;
    }

    /** In the folder itself, where a move is one step; by its name it is none that codes are read from. */
    private static Codes with(Campaign campaign, byte[] csv, Work work) {
        Path sent = null;
        try {
            Files.createDirectories(campaign.folder());
            sent = campaign.folder().resolve(".sent-" + UUID.randomUUID() + ".part");
            Files.write(sent, csv, StandardOpenOption.CREATE_NEW);
            return work.on(sent);
        } catch (UnusableFileException e) {
            throw new NotLoadedException("Line " + e.line() + " " + e.getMessage() + ".");
        } catch (IOException e) {
            LOG.warn("A file of codes for the campaign {} can't be kept: {}", campaign.name(), FileFault.words(e));
            throw new NotLoadedException("The folder " + campaign.folder() + " can't be written by this server.");
        } finally {
            delete(sent);
        }
    }

    private static void delete(Path sent) {
        try {
            if (sent != null) {
                Files.deleteIfExists(sent);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be deleted: {}", sent, FileFault.words(e));
        }
    }

    private Codes read(Campaign campaign, Path sent) throws IOException {
        Counted counted = new Counted(campaign);
        CodeEncoding encoding = CodeEncoding.of(sent);
        try (InputStream in = Files.newInputStream(sent)) {
            new CodeFile(encoding.reader(in), campaign.column(), encoding.guessed(), counted).read();
        }
        return new Codes(counted.codes.size(), counted.fresh(), counted.rejected, counted.first, null);
    }

    /** An empty file of that name, or with a number where there is one already: made at once, so that nobody else takes it. */
    private static Path free(Path folder, String name) throws IOException {
        String stem = name.substring(0, name.length() - ".csv".length());
        for (int number = 1; ; number++) {
            try {
                return Files.createFile(folder.resolve(number == 1 ? name : stem + " (" + number + ").csv"));
            } catch (FileAlreadyExistsException e) {
                // the next number, then
            }
        }
    }

    private final class Counted implements CodeFile.Sink {

        private final Campaign campaign;
        private final Set<String> codes = new HashSet<>();
        private final List<Rejected> first = new ArrayList<>();
        private long rejected;

        Counted(Campaign campaign) {
            this.campaign = campaign;
        }

        @Override
        public void code(long line, String code) {
            codes.add(code);
        }

        @Override
        public void rejected(long line, String why) {
            rejected++;
            if (first.size() < TOLD) {
                first.add(new Rejected(line, why));
            }
        }

        long fresh() {
            return codes.size() - pool.count(campaign.name(), codes);
        }
    }
}
