package dev.aftertalk.intake.health;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The health check that iAdvize polls: UP means that an event sent now would be taken. */
@RestController
public class HealthController {

    private final IntakeGate gate;

    public HealthController(IntakeGate gate) {
        this.gate = gate;
    }

    @GetMapping("/health")
    public ResponseEntity<String> health() {
        boolean open = gate.open();
        return ResponseEntity.status(open ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(open ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }
}
