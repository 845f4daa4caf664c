package dev.aftertalk.sandbox;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starts and stops the live traffic, from the start page or a script. */
@RestController
@SandboxOnly
class TrafficController {

    private final Traffic traffic;

    TrafficController(Traffic traffic) {
        this.traffic = traffic;
    }

    @GetMapping("/sandbox/traffic.json")
    ResponseEntity<TrafficCount.Status> status() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(traffic.status());
    }

    @PostMapping("/sandbox/traffic")
    ResponseEntity<?> rate(
            @RequestParam double rate, @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
        // Written so that NaN, which is a double too, is refused.
        if (!(rate >= 0 && rate <= SandboxSettings.MAX_TRAFFIC)) {
            return ResponseEntity.of(ProblemDetail.forStatusAndDetail(
                            HttpStatus.BAD_REQUEST,
                            "rate must be from 0 to " + SandboxSettings.MAX_TRAFFIC + " events a second."))
                    .build();
        }
        traffic.rate(rate);
        if (accept.contains(MediaType.TEXT_HTML_VALUE)) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/sandbox#traffic"))
                    .build();
        }
        return ResponseEntity.ok(traffic.status());
    }
}
