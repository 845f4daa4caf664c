package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The page of the sandbox's Salesforce: its leads with their tasks, the same as JSON, and errors on demand. */
@Controller
@SandboxOnly
class SalesforceController {

    private static final int SHOWN = 50;

    private final SalesforceOrg org;
    private final SalesforceFailures failures;

    SalesforceController(SalesforceOrg org, SalesforceFailures failures) {
        this.org = org;
        this.failures = failures;
    }

    @GetMapping("/sandbox/salesforce")
    String list(Model model) {
        List<Map<String, Object>> tasks = org.find("Task", any -> true);
        model.addAttribute(
                "leads",
                org.find("Lead", any -> true).stream()
                        .limit(SHOWN)
                        .map(lead -> LeadRow.of(lead, tasks))
                        .toList());
        model.addAttribute("count", org.count("Lead"));
        model.addAttribute("taskCount", tasks.size());
        model.addAttribute(
                "errors", SalesforceFailures.STATUS.keySet().stream().sorted().toList());
        model.addAttribute("waiting", failures.waiting());
        return "sandbox/salesforce";
    }

    @GetMapping("/sandbox/salesforce.json")
    ResponseEntity<Map<String, List<Map<String, Object>>>> json() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("leads", org.find("Lead", any -> true), "tasks", org.find("Task", any -> true)));
    }

    @PostMapping("/sandbox/salesforce/fail")
    String fail(@RequestParam String error, @RequestParam(defaultValue = "1") int times) {
        if (!SalesforceFailures.STATUS.containsKey(error) || times < 1 || times > SalesforceFailures.MOST) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        failures.add(error, times);
        return "redirect:/sandbox/salesforce";
    }

    @PostMapping("/sandbox/salesforce/empty")
    String empty() {
        org.empty();
        return "redirect:/sandbox/salesforce";
    }

    /** A lead as the page shows it. Public for the template, which can call nothing else. */
    public record LeadRow(
            ShownTime at, String name, String company, String email, String phone, String source, List<TaskRow> tasks) {

        static LeadRow of(Map<String, Object> lead, List<Map<String, Object>> tasks) {
            String name = (text(lead, "FirstName") + " " + text(lead, "LastName")).strip();
            return new LeadRow(
                    ShownTime.at(Instant.parse(text(lead, "CreatedDate"))),
                    name,
                    text(lead, "Company"),
                    text(lead, "Email"),
                    text(lead, "Phone"),
                    text(lead, "LeadSource"),
                    tasks.stream()
                            .filter(task -> Objects.equals(task.get("WhoId"), lead.get("Id")))
                            .map(task -> new TaskRow(text(task, "Subject"), text(task, "Description")))
                            .toList());
        }
    }

    /** A task of a lead. */
    public record TaskRow(String subject, String description) {}

    private static String text(Map<String, Object> record, String field) {
        return Objects.toString(record.get(field), "");
    }
}
